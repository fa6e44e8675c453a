// A method's exception clauses, inner ones first, in ilc's format. A clause that points outside the image ends them.

using Internal.Runtime;

namespace RustKernel.Runtime;

/// <summary>Reads the clauses one by one.</summary>
internal unsafe struct Clauses
{
    // SAFETY (whole file): reads the compiler's tables, which state their own counts, inside the image only.
    internal const uint Typed = 0;
    internal const uint Finally = 1;
    internal const uint Filter = 2;

    private const int NumberBytes = 5;
    private byte* _at;
    private uint _left;
    private ulong _method;

    /// <summary>Number of the last clause.</summary>
    internal int Index { get; private set; }

    /// <summary>The kind of the clause.</summary>
    internal uint Kind { get; private set; }

    /// <summary>Start of the protected code, from the method's start.</summary>
    internal uint TryStart { get; private set; }

    /// <summary>End of the protected code.</summary>
    internal uint TryEnd { get; private set; }

    /// <summary>The handler's code.</summary>
    internal ulong Handler { get; private set; }

    /// <summary>The filter's code.</summary>
    internal ulong FilterCode { get; private set; }

    /// <summary>The type caught.</summary>
    internal MethodTable* Type { get; private set; }

    /// <summary>The method's first instruction, even if the PC is in one of its handlers.</summary>
    internal readonly ulong Method => _method;

    internal Clauses(in Unwinder unwinder)
    {
        this = default;
        Index = -1;
        _method = unwinder.Start;
        byte* handlers = unwinder.Handlers;
        if (handlers != null)
        {
            _method -= *(uint*)(handlers + 4);
            _at = handlers + *(int*)handlers;
            _left = Number();
        }
    }

    /// <summary>Reads the next clause; false after the last.</summary>
    internal bool Next()
    {
        if (_left == 0)
        {
            return false;
        }

        _left--;
        Index++;
        TryStart = Number();
        uint lengthAndKind = Number();
        TryEnd = TryStart + (lengthAndKind >> 2);
        Kind = lengthAndKind & 3;
        Handler = _method + Number();
        bool isGood = Unwinder.Holds((byte*)Handler, 4);
        if (Kind == Typed && isGood)
        {
            // In the image: Number has checked it.
            Type = (MethodTable*)(_at + *(int*)_at);
            isGood = Unwinder.Holds((byte*)Type, sizeof(MethodTable));
            _at += 4;
        }
        else if (Kind == Filter && isGood)
        {
            FilterCode = _method + Number();
            isGood = Unwinder.Holds((byte*)FilterCode, 4);
        }

        _left = isGood ? _left : 0;
        return isGood;
    }

    // The low 1 bits of the first byte give the number of further bytes.
    private uint Number()
    {
        // And the other fields of a clause.
        if (!Unwinder.Holds(_at, NumberBytes + 4))
        {
            // An invalid address for a handler.
            _method = 0;
            return 0;
        }

        // This many bytes follow the first; its 1 bits and the 0 after them are not part of the number.
        uint bits = *(uint*)_at;
        int more = System.Math.Min(System.Numerics.BitOperations.TrailingZeroCount(~bits), NumberBytes - 1);
        _at += more + 1;
        return more == NumberBytes - 1 ? *(uint*)(_at - 4) : (bits << (24 - (8 * more))) >> (25 - (7 * more));
    }
}
