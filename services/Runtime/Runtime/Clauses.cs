// A method's exception clauses, inner ones first, as ilc writes them.

using Internal.Runtime;

namespace RustKernel.Runtime;

/// <summary>Reads the clauses one by one.</summary>
internal unsafe struct Clauses
{
    // SAFETY (whole file): reads the compiler's tables, which state their own counts.
    internal const uint Typed = 0;
    internal const uint Finally = 1;
    internal const uint Filter = 2;

    private const byte KindMask = 3;
    private const byte HasClauses = 4;
    private const byte HasAssociatedData = 0x10;
    private byte* _at;
    private uint _left;
    private ulong _method;

    /// <summary>Number of the clause read last.</summary>
    internal int Index { get; private set; }

    /// <summary>What it does.</summary>
    internal uint Kind { get; private set; }

    /// <summary>Begin of the protected code, from the method's start.</summary>
    internal uint TryStart { get; private set; }

    /// <summary>Its end.</summary>
    internal uint TryEnd { get; private set; }

    /// <summary>The handler's code.</summary>
    internal ulong Handler { get; private set; }

    /// <summary>The filter's code.</summary>
    internal ulong FilterCode { get; private set; }

    /// <summary>The type caught.</summary>
    internal MethodTable* Type { get; private set; }

    /// <summary>The method's first instruction, also when the PC is in one of its handlers.</summary>
    internal readonly ulong Method => _method;

    internal Clauses(in Unwinder unwinder)
    {
        this = default;
        Index = -1;
        byte* data = unwinder.LanguageData;
        _method = unwinder.Start;
        if (data == null)
        {
            return;
        }

        if ((*data & KindMask) != 0)
        {
            _method -= *(uint*)(data + 5);
            data += 1 + *(int*)(data + 1);
        }

        byte flags = *data++;
        data += (flags & HasAssociatedData) != 0 ? 4 : 0;
        if ((flags & HasClauses) != 0)
        {
            _at = data + *(int*)data;
            _left = Number();
        }
    }

    /// <summary>Reads the next clause; false behind the last.</summary>
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
        if (Kind == Typed)
        {
            Type = (MethodTable*)(_at + *(int*)_at);
            _at += 4;
        }
        else if (Kind == Filter)
        {
            FilterCode = _method + Number();
        }

        return true;
    }

    // The low ones of the first byte tell how many bytes follow.
    private uint Number()
    {
        uint first = *_at;
        if ((first & 1) == 0)
        {
            _at += 1;
            return first >> 1;
        }

        if ((first & 2) == 0)
        {
            _at += 2;
            return (first >> 2) | ((uint)_at[-1] << 6);
        }

        if ((first & 4) == 0)
        {
            _at += 3;
            return (first >> 3) | ((uint)_at[-2] << 5) | ((uint)_at[-1] << 13);
        }

        if ((first & 8) == 0)
        {
            _at += 4;
            return (first >> 4) | ((uint)_at[-3] << 4) | ((uint)_at[-2] << 12) | ((uint)_at[-1] << 20);
        }

        _at += 5;
        return *(uint*)(_at - 4);
    }
}
