// An event that lets one go.

namespace System.Threading;

public sealed class AutoResetEvent(bool initialState) : EventWaitHandle(initialState, EventResetMode.AutoReset)
{
}
