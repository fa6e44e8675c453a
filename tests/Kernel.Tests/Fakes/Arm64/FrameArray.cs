// Kernel objects in the simulated machine's frames; an index beyond the end is an error here.

namespace RustKernel.Arm64;

public readonly unsafe struct FrameArray<T>
    where T : unmanaged
{
    private readonly T* _first;
    private readonly uint _capacity;

    public FrameArray(PhysicalAddress start, ulong sizeBytes)
    {
        // SAFETY: FakeRam checks the first place; Capacity keeps the rest within the caller's memory.
        _first = (T*)FakeRam.At(start.Value);
        _capacity = (uint)(sizeBytes / (ulong)sizeof(T));
    }

    public uint Capacity => _capacity;

    public static uint ElementSizeBytes => (uint)sizeof(T);

    public PhysicalAddress Start => _capacity == 0 ? default : new(FakeRam.PhysicalOf(_first));

    public ref T Known(uint index) => ref this[index];

    public ref T FromOutside(uint index, uint capacity) =>
        ref _first[capacity != _capacity
            ? throw new System.ArgumentException($"capacity {capacity} is not {_capacity}")
            : index < capacity ? index : 0];

    public ref T this[uint index]
    {
        get
        {
            Kernel.Tests.Fakes.Work.Memory++;
            if (index >= _capacity)
            {
                throw new System.IndexOutOfRangeException($"{typeof(T).Name} {index} of {_capacity}");
            }

            return ref _first[index];
        }
    }
}
