// A lock that a single thread must never find taken.

using System;

namespace RustKernel.Arm64;

internal struct TicketLock
{
    private bool _taken;

    internal uint Acquire()
    {
        _taken = _taken ? throw new InvalidOperationException("taken twice") : true;
        return 0;
    }

    internal void Release() => _taken = _taken ? false : throw new InvalidOperationException("not taken");
}
