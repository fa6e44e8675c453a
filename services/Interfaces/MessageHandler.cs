// What a loop does with messages that are no requests.

using RustKernel.User;

namespace RustKernel.Services;

/// <summary>
/// Takes a message that is no call: sent words, notifications, interrupts, timers, ends of
/// processes. Its handles are the handler's.
/// </summary>
public delegate void MessageHandler(ref Message message);
