### Work queues.

queues-nobody = 无人
