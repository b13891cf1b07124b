### Coming in over SSH.

no-access-unknown = No such worker or device.
no-access-no-key = This is no public key. It reads like: ssh-ed25519 AAAA... name
no-access-too-long = The key's comment is too long (80 at most).
no-access-too-many-keys = { $most } keys are the most: remove one first.
no-access-key-taken = This key opens for { $by } already: a key tells who comes.
no-access-unknown-key = They have no such key.
no-access-bad-hash = This is no password hash. Set the password again.
no-access-no-sessions = At least one session must be allowed.
event-key-added = { $worker }: SSH key added { $comment }
event-key-removed = { $worker }: SSH key removed
event-password-set = { $worker }: password changed
event-logged-in = { $worker } came in from { $source }
event-log-in-failed = { $worker }: refused at the door, from { $source }
event-device-key-added = Device { $device }: SSH key added { $comment }
event-device-key-removed = Device { $device }: SSH key removed
event-device-password-set = Device { $device }: password changed
event-device-logged-in = Device { $device } came in from { $source }
event-device-log-in-failed = Device { $device }: refused at the door, from { $source }
event-log-in-unknown = A stranger was refused at the door, from { $source }
event-access-rules = Sign-off after { $idle } idle minutes; sessions: { $each } each, { $all } in all
event-right-denied = { $worker } asked what their role does not allow ({ $workflow })
left-idle = Signed off: nothing scanned for { $minutes } min. Your work waits.
left-signed-out = You were signed off. Your work waits for you.
