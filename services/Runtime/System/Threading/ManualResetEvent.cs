// An event that stays set.

namespace System.Threading;

public sealed class ManualResetEvent(bool initialState) : EventWaitHandle(initialState, EventResetMode.ManualReset)
{
}
