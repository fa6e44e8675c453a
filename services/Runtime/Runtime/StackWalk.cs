// Frame by frame outward, through running handlers into the methods they belong to.

namespace RustKernel.Runtime;

internal unsafe struct StackWalk
{
    // SAFETY (whole file): frames and records lie on the own stack above the walker.
    private readonly ulong _stackEnd;
    private Throw* _running;

    /// <summary>The frame reached.</summary>
    internal Frame Frame;

    /// <summary>Its tables.</summary>
    internal Unwinder Unwinder;

    /// <summary>Its PC is a fault's.</summary>
    internal bool IsFault;

    /// <summary>Clauses up to here, and of the range below, are not considered: their handler runs.</summary>
    internal int SkipThrough;

    internal uint SkipStart;

    internal uint SkipEnd;

    /// <summary>A filter's end was reached.</summary>
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

    /// <summary>Where the PC is in its method.</summary>
    internal readonly ulong CodeAddress => IsFault ? Frame.PC : Frame.PC - 1;

    /// <summary>Looks at the frame; false at the stack's end or a filter's.</summary>
    internal bool Enter()
    {
        if (Unwinder.Find(CodeAddress))
        {
            return true;
        }

        if (IsFault && Unwinder.Find(Frame.Saved[11] - 1))
        {
            // A stub faulted before it touched the stack: the call to it did.
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

        // Outward is up: what runs a handler lies below the frame that the handler belongs to.
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

    /// <summary>Goes on to the caller; false: the tables are damaged.</summary>
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
    /// Whether the clause protects the place, and its handler does not run already. Asked of a
    /// method's clauses in order.
    /// </summary>
    internal bool Covers(in Clauses clause)
    {
        if (clause.Index <= SkipThrough)
        {
            return false;
        }

        // The handlers of one try block have one range; the compiler puts another range between two blocks with the same.
        if (SkipEnd != 0 && clause.TryStart == SkipStart && clause.TryEnd == SkipEnd)
        {
            return false;
        }

        SkipEnd = 0;
        ulong place = CodeAddress - clause.Method;
        return place >= clause.TryStart && place < clause.TryEnd;
    }
}
