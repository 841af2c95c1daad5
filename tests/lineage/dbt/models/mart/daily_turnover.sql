select ordered_on, sum(amount) as turnover
from {{ ref('stg_orders') }}
group by ordered_on
