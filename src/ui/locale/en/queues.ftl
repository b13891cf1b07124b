### Work queues: the cut-offs and the pick lists.

queues-title = Queues
queues-lists = { $taken } in work, { $open } wait
queues-lists-narrow = { $taken } + { $open }
queues-nobody = nobody
queues-more = { $count } more cut-offs
queues-empty = No pick list is open. Release orders first.
queues-no-list = Choose a pick list first.
queues-no-such-code = No open pick list has to do with this code.
queues-col-list = List
queues-col-worker = Who
queues-col-done = Done
queues-col-since = Since
queues-col-left = Cut-off in
queues-col-orders = Orders
queues-assign-title = Hand over
help-queues = A bar a cut-off and carrier shows how many orders wait, are released, being picked, picked, packed and loaded. Below are the pick lists: who has which, how far, since when; then those that wait. <queue.assign> gives a list to somebody, <queue.release> takes it from whoever has it so that anybody can go on, <app.why> lists its orders. A scan goes to the list of an order, tote or worker.
