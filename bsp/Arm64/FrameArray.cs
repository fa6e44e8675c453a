// Arrays of kernel objects in frames, through the direct map: the only way for kernel logic to use frames as structures.

using System.Runtime.CompilerServices;

namespace RustKernel.Arm64;

/// <summary>
/// A run of frames as elements of <typeparamref name="T"/>, none of which crosses its end. The default value has no elements.
/// </summary>
public readonly unsafe struct FrameArray<T>
    where T : unmanaged
{
    private readonly T* _first;
    private readonly uint _capacity;

    /// <summary>
    /// Elements in <paramref name="sizeBytes"/> bytes of frames from <paramref name="start"/>,
    /// which the caller owns for as long as the array is used.
    /// </summary>
    public FrameArray(PhysicalAddress start, ulong sizeBytes)
    {
        // SAFETY: the frames are RAM in the direct map; elements beyond capacity are never formed.
        _first = (T*)DirectMap.ToVirtual(start).Value;
        _capacity = (uint)(sizeBytes / (ulong)sizeof(T));
    }

    /// <summary>Number of elements.</summary>
    public uint Capacity => _capacity;

    /// <summary>Bytes that one element takes.</summary>
    public static uint ElementSizeBytes => (uint)sizeof(T);

    /// <summary>Where the frames begin.</summary>
    public PhysicalAddress Start => new((ulong)_first - MemoryLayout.DirectMapBase);

    /// <summary>
    /// Element <paramref name="index"/>, which the caller knows to exist: the index comes from a
    /// kernel object, or was compared with <see cref="Capacity"/>.
    /// </summary>
    // SAFETY: as above; an index from outside is checked before this call.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T Known(uint index) => ref _first[index];

    /// <summary>
    /// Element <paramref name="index"/>, which came from EL0 and was or will be compared with <paramref name="capacity"/>, this
    /// array's <see cref="Capacity"/>. A CPU that speculates past that comparison gets the first element, not memory beyond the
    /// end: Spectre variant 1 (docs/ERRATA.md). The capacity is below 2^31.
    /// </summary>
    // SAFETY: the mask is all ones for an index within, else 0, and results from arithmetic that no CPU here predicts.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T FromOutside(uint index, uint capacity) => ref _first[index & (uint)((int)(index - capacity) >> 31)];

    /// <summary>Element <paramref name="index"/>; an index beyond the end, which no caller may pass, gives the last element.</summary>
    public ref T this[uint index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        // SAFETY: within the run, see above.
        get => ref _first[index < _capacity ? index : _capacity - 1];
    }
}
