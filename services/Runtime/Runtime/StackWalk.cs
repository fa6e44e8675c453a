// Walks outward frame by frame, through running handlers into the methods that they belong to.

namespace RustKernel.Runtime;

internal unsafe struct StackWalk
{
    // SAFETY (whole file): frames and records lie on this thread's stack above the walker.
    private readonly ulong _stackEnd;
    private Throw* _running;

    /// <summary>The present frame.</summary>
    internal Frame Frame;

    /// <summary>Its tables.</summary>
    internal Unwinder Unwinder;

    /// <summary>Its PC is that of a fault.</summary>
    internal bool IsFault;

    /// <summary>Skip clauses up to here, and those of the range below: their handler runs.</summary>
    internal int SkipThrough;

    internal uint SkipStart;

    internal uint SkipEnd;

    /// <summary>The end of a filter was reached.</summary>
    internal bool IsAtFilter;

    internal StackWalk(in Frame start, bool isFault, Throw* running, ulong stackEnd)
    {
        this = default;
        Frame = start;
        IsFault = isFault;
        _running = running;
        _stackEnd = stackEnd;
        SkipThrough = -1;
    }

    /// <summary>The address of the PC within its method.</summary>
    internal readonly ulong CodeAddress => IsFault ? Frame.PC : Frame.PC - 1;

    /// <summary>Examines the frame; false at the end of the stack or of a filter.</summary>
    internal bool Enter()
    {
        if (Unwinder.Find(CodeAddress))
        {
            return true;
        }

        if (IsFault && Unwinder.Find(Frame.Saved[11] - 1))
        {
            // A stub faulted before it touched the stack: treat it as a fault of the call to the stub.
            IsFault = false;
            Frame.PC = Frame.Saved[11];
            return true;
        }

        if (Frame.PC != Native.FuncletReturn() || _running == null)
        {
            return false;
        }

        Throw* record = _running;
        _running = record->Previous;
        if (record->IsFilter)
        {
            IsAtFilter = true;
            return false;
        }

        // Outward is up: a handler's frames lie below the frame that the handler belongs to.
        if (record->Frame.StackPointer < Frame.StackPointer)
        {
            return false;
        }

        Frame = record->Frame;
        IsFault = record->IsFault;
        SkipThrough = record->Clause;
        SkipStart = record->TryStart;
        SkipEnd = record->TryEnd;
        return Unwinder.Find(CodeAddress);
    }

    /// <summary>Moves to the caller; false: the tables are damaged.</summary>
    internal bool Leave()
    {
        bool isGood;
        fixed (Frame* frame = &Frame)
        {
            isGood = Unwinder.Step(frame, IsFault, _stackEnd);
        }

        IsFault = false;
        SkipThrough = -1;
        SkipStart = 0;
        SkipEnd = 0;
        return isGood;
    }

    /// <summary>
    /// Whether the clause protects the place, and its handler is not running already. Call it for a method's clauses in order.
    /// </summary>
    internal bool Covers(in Clauses clause)
    {
        if (clause.Index <= SkipThrough)
        {
            return false;
        }

        // The handlers of one try block have the same range; the compiler puts another range between two blocks with equal ones.
        if (SkipEnd != 0 && clause.TryStart == SkipStart && clause.TryEnd == SkipEnd)
        {
            return false;
        }

        SkipEnd = 0;
        ulong place = CodeAddress - clause.Method;
        return place >= clause.TryStart && place < clause.TryEnd;
    }
}
