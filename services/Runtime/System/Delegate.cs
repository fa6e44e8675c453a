// Delegates, in the compiler's layout; the compiler fills them in.

using RustKernel.Runtime;

namespace System;

public abstract unsafe class Delegate
{
    private const int MulticastThunk = 0;

    // The compiler fixes names and order. SAFETY: code addresses come from the compiler or the dispatcher.
    internal object? _firstParameter;
    internal object? _helperObject;
    internal nint _extraFunctionPointerOrData;
    internal nint _functionPointer;

    internal struct Wrapper
    {
        public Delegate Value;
    }

    // The compiler overrides this in each delegate type.
    private protected virtual nint GetThunk(int whichThunk) => 0;

    private void InitializeClosedInstance(object firstParameter, nint functionPointer)
    {
        if (firstParameter is null)
        {
            Internal.Runtime.CompilerHelpers.ThrowHelpers.ThrowNullReferenceException();
        }

        _functionPointer = functionPointer;
        _firstParameter = firstParameter;
    }

    private void InitializeClosedInstanceSlow(object firstParameter, nint functionPointer) =>
        InitializeClosedInstance(firstParameter, functionPointer);

    private void InitializeClosedInstanceWithoutNullCheck(object firstParameter, nint functionPointer)
    {
        _functionPointer = functionPointer;
        _firstParameter = firstParameter;
    }

    private void InitializeClosedInstanceWithGVMResolution(object firstParameter, RuntimeMethodHandle tokenOfGenericVirtualMethod) =>
        Native.FailFast();

    private void InitializeClosedInstanceToInterface(object firstParameter, nint dispatchCell)
    {
        _functionPointer = InterfaceDispatch.ResolveForDelegate(firstParameter, (nint*)dispatchCell);
        _firstParameter = firstParameter;
    }

    private void InitializeClosedStaticThunk(object firstParameter, nint functionPointer, nint functionPointerThunk)
    {
        _extraFunctionPointerOrData = functionPointer;
        _helperObject = firstParameter;
        _functionPointer = functionPointerThunk;
        _firstParameter = this;
    }

    private void InitializeOpenStaticThunk(object firstParameter, nint functionPointer, nint functionPointerThunk)
    {
        _firstParameter = this;
        _functionPointer = functionPointerThunk;
        _extraFunctionPointerOrData = functionPointer;
    }

    /// <summary>The object on which the last of its methods is called; null for a static method.</summary>
    public object? Target
    {
        get
        {
            Delegate last = At(Count - 1);
            return last._firstParameter == (object)last ? last._helperObject : last._firstParameter;
        }
    }

    public bool HasSingleTarget => Count == 1;

    public static Delegate? Combine(params Delegate?[]? delegates)
    {
        Delegate? all = null;
        foreach (Delegate? one in delegates ?? [])
        {
            all = Combine(all, one);
        }

        return all;
    }

    public static Delegate? RemoveAll(Delegate? source, Delegate? value)
    {
        Delegate? before;
        do
        {
            before = source;
            source = Remove(source, value);
        }
        while (before != source);
        return source;
    }

    public virtual Delegate[] GetInvocationList()
    {
        Delegate[] list = new Delegate[Count];
        for (int i = 0; i < list.Length; i++)
        {
            list[i] = At(i);
        }

        return list;
    }

    public static Delegate? Combine(Delegate? a, Delegate? b)
    {
        if (a is null || b is null)
        {
            return a ?? b;
        }

        if (a.m_pEEType != b.m_pEEType)
        {
            throw new ArgumentException("Delegates must be of the same type.");
        }

        Wrapper[] list = new Wrapper[a.Count + b.Count];
        a.CopyTo(list, 0);
        b.CopyTo(list, a.Count);
        return a.NewMulticast(list);
    }

    public static Delegate? Remove(Delegate? source, Delegate? value)
    {
        if (source is null || value is null)
        {
            return source;
        }

        int count = source.Count;
        int removed = value.Count;
        for (int start = count - removed; start >= 0; start--)
        {
            if (!source.Matches(start, value))
            {
                continue;
            }

            Wrapper[] list = new Wrapper[count - removed];
            for (int i = 0; i < list.Length; i++)
            {
                list[i].Value = source.At(i < start ? i : i + removed);
            }

            return list.Length == 0 ? null : list.Length == 1 ? list[0].Value : source.NewMulticast(list);
        }

        return source;
    }

    public static bool operator ==(Delegate? d1, Delegate? d2) => (object?)d1 == d2 || ((object?)d1 != null && d1.Equals(d2));

    public static bool operator !=(Delegate? d1, Delegate? d2) => !(d1 == d2);

    public override bool Equals(object? obj)
    {
        if (obj is not Delegate other || other.m_pEEType != m_pEEType || other.Count != Count)
        {
            return false;
        }

        if (Count > 1)
        {
            return Matches(0, other);
        }

        bool isOwn = _firstParameter == (object)this;
        return other._functionPointer == _functionPointer
            && other._extraFunctionPointerOrData == _extraFunctionPointerOrData
            && other._helperObject == _helperObject
            && (isOwn ? other._firstParameter == (object)other : other._firstParameter == _firstParameter);
    }

    public override int GetHashCode() => (int)(_functionPointer >> 2) ^ (int)(_extraFunctionPointerOrData >> 2);

    private bool IsMulticast => _helperObject is Wrapper[];

    private int Count => IsMulticast ? (int)_extraFunctionPointerOrData : 1;

    private Delegate At(int index) => _helperObject is Wrapper[] list ? list[index].Value : this;

    private void CopyTo(Wrapper[] list, int start)
    {
        for (int i = 0; i < Count; i++)
        {
            list[start + i].Value = At(i);
        }
    }

    private bool Matches(int start, Delegate value)
    {
        for (int i = 0; i < value.Count; i++)
        {
            if (!At(start + i).Equals(value.At(i)))
            {
                return false;
            }
        }

        return true;
    }

    private Delegate NewMulticast(Wrapper[] list)
    {
        Delegate made = (Delegate)MemberwiseClone();
        made._functionPointer = GetThunk(MulticastThunk);
        made._helperObject = list;
        made._extraFunctionPointerOrData = list.Length;
        made._firstParameter = made;
        return made;
    }
}
