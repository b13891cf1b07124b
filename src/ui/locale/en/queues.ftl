### Work queues.

queues-nobody = nobody
