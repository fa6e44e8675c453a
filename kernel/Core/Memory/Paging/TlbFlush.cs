// The debt of an unmap or protect: until it is paid, CPUs may still use the old translation.

namespace RustKernel.Memory.Paging;

/// <summary>
/// The outcome of <see cref="TranslationTable{TMemory,TFrames,TTlb}.Unmap"/> or <c>Protect</c>: an error, or an obligation to
/// call <see cref="Complete"/>. The build refuses to drop it (<see cref="MustUseReturnValueAttribute"/>); a ref struct, it
/// cannot be stored for later. If it is lost anyway, the table refuses to map anything from then on
/// (<see cref="ErrorCode.InvalidState"/>). Several debts of one table can be joined and paid at once.
/// </summary>
[MustUseReturnValue]
public ref struct TlbFlush<TMemory, TFrames, TTlb>
    where TMemory : struct, IPhysicalMemory
    where TFrames : struct, ITableFrames
    where TTlb : struct, ITlb
{
    private readonly ref TranslationTable<TMemory, TFrames, TTlb> _table;
    private readonly ErrorCode _error;
    private ulong _first;
    private ulong _last;
    private ulong _strideBytes;
    private bool _owes;

    internal TlbFlush(ref TranslationTable<TMemory, TFrames, TTlb> table, ErrorCode error)
    {
        _table = ref table;
        _error = error;
    }

    internal TlbFlush(ref TranslationTable<TMemory, TFrames, TTlb> table, ulong first, ulong last, ulong strideBytes)
    {
        _table = ref table;
        _first = first;
        _last = last;
        _strideBytes = strideBytes;
        _owes = true;
    }

    /// <summary>Why nothing was changed, or <see cref="ErrorCode.None"/>.</summary>
    public readonly ErrorCode Error => _error;

    /// <summary>
    /// Invalidates the TLB for all changes that this stands for, waits for all CPUs, and frees table frames that became
    /// empty. Only after this may unmapped frames be reused. Returns <see cref="Error"/>. A second call does nothing.
    /// </summary>
    public ErrorCode Complete()
    {
        if (_owes)
        {
            _table.PayFlush(_first, _last, _strideBytes);
        }

        _owes = false;
        return _error;
    }

    /// <summary>
    /// Takes over the debt of <paramref name="other"/>, of the same table, so that one <see cref="Complete"/> pays both. Ranges
    /// far apart may invalidate more than necessary. When this one owes nothing (it failed), <paramref name="other"/> keeps its
    /// debt.
    /// </summary>
    public void Join(ref TlbFlush<TMemory, TFrames, TTlb> other)
    {
        if (!_owes || !other._owes)
        {
            return;
        }

        if (other._first < _first)
        {
            _first = other._first;
        }

        if (other._last > _last)
        {
            _last = other._last;
        }

        if (other._strideBytes < _strideBytes)
        {
            _strideBytes = other._strideBytes;
        }

        other._owes = false;
        _table.MergeDebts();
    }
}
