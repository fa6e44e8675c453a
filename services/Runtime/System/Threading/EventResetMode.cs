// Whether an event stays set.

namespace System.Threading;

public enum EventResetMode
{
    AutoReset = 0,
    ManualReset = 1,
}
