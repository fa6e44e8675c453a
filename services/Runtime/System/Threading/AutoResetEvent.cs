// An event that releases one waiter.

namespace System.Threading;

public sealed class AutoResetEvent(bool initialState) : EventWaitHandle(initialState, EventResetMode.AutoReset)
{
}
