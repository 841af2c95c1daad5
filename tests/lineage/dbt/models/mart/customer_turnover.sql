select customers.customer_id, customers.name, sum(orders.amount) as turnover
from {{ ref('stg_customers') }} as customers
inner join {{ ref('stg_orders') }} as orders on orders.customer_id = customers.customer_id
group by customers.customer_id, customers.name
