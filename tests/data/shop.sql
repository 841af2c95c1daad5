CREATE TABLE employee (
    employee_id INTEGER PRIMARY KEY,
    name VARCHAR(80) NOT NULL,
    manager_id INTEGER REFERENCES employee (employee_id)
);
CREATE TABLE customer (
    customer_id INTEGER PRIMARY KEY,
    email VARCHAR(120) UNIQUE,
    name VARCHAR(80) NOT NULL,
    born DATE,
    regular BOOLEAN NOT NULL,
    balance NUMERIC(10, 2)
);
CREATE TABLE purchase (
    purchase_id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customer (customer_id),
    ordered_at TIMESTAMP NOT NULL
);
CREATE TABLE purchase_line (
    purchase_id INTEGER NOT NULL REFERENCES purchase (purchase_id),
    line INTEGER NOT NULL,
    product VARCHAR(80),
    PRIMARY KEY (purchase_id, line)
);
CREATE TABLE delivery (
    delivery_id INTEGER PRIMARY KEY,
    purchase_id INTEGER,
    line INTEGER,
    FOREIGN KEY (purchase_id, line) REFERENCES purchase_line (purchase_id, line)
);
CREATE VIEW regular_customer AS SELECT customer_id, name FROM customer WHERE regular;
