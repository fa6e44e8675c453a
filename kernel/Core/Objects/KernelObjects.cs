// The kernel's objects: one pool for each kind, in frames taken once at start. Slot 0 of each is never used, so that 0 can mean none.

using System.Runtime.CompilerServices;
using RustKernel.Arm64;
using RustKernel.Memory;
using RustKernel.Memory.Frames;
using RustKernel.Memory.Objects;
using RustKernel.Panic;
using RustKernel.Scheduling;
using RustKernel.Spaces;

namespace RustKernel.Objects;

/// <summary>The pools of kernel objects. Under the kernel lock.</summary>
public static class KernelObjects
{
    /// <summary>Processes at one time.</summary>
    public const uint MaximumProcesses = 256;

    /// <summary>Threads at one time.</summary>
    public const uint MaximumThreads = 1024;

    /// <summary>Ports at one time.</summary>
    public const uint MaximumPorts = 1024;

    /// <summary>Memory objects at one time.</summary>
    public const uint MaximumMemoryObjects = 2048;

    /// <summary>Interrupt objects at one time.</summary>
    public const uint MaximumInterrupts = 128;

    /// <summary>Timers at one time.</summary>
    public const uint MaximumTimers = 1024;

    private static ObjectPool<Process, FrameStorage<Process>> s_processes;
    private static ObjectPool<Thread, FrameStorage<Thread>> s_threads;
    private static ObjectPool<Port, FrameStorage<Port>> s_ports;
    private static ObjectPool<MemoryObject, FrameStorage<MemoryObject>> s_memory;
    private static ObjectPool<InterruptObject, FrameStorage<InterruptObject>> s_interrupts;
    private static ObjectPool<TimerObject, FrameStorage<TimerObject>> s_timers;
    private static FrameArray<Process> s_processArray;
    private static FrameArray<Thread> s_threadArray;
    private static FrameArray<Port> s_portArray;
    private static FrameArray<MemoryObject> s_memoryArray;
    private static Quota s_kernelQuota = new(ulong.MaxValue);

    /// <summary>All thread slots that were ever used lie below this; those above hold nothing meaningful.</summary>
    public static uint ThreadLimit
    {
        get => (uint)FastPathState.Current.ThreadLimit;
        private set => FastPathState.Current.ThreadLimit = value;
    }

    /// <summary>As <see cref="ThreadLimit"/>, for processes.</summary>
    public static uint ProcessLimit { get; private set; } = 1;

    /// <summary>As <see cref="ThreadLimit"/>, for ports.</summary>
    public static uint PortLimit { get; private set; } = 1;

    /// <summary>As <see cref="ThreadLimit"/>, for memory objects.</summary>
    public static uint MemoryLimit { get; private set; } = 1;

    /// <summary>The pools are ready.</summary>
    public static bool IsStarted => s_threadArray.Capacity != 0;

    /// <summary>Objects of all kinds, including the unused first slots, for leak checks.</summary>
    public static ulong UsedObjects => s_processes.Statistics.Used + s_threads.Statistics.Used + s_ports.Statistics.Used
        + s_memory.Statistics.Used + s_interrupts.Statistics.Used + s_timers.Statistics.Used;

    /// <summary>Counters of the pool of <paramref name="kind"/>.</summary>
    public static PoolStatistics Statistics(ObjectKind kind) => kind switch
    {
        ObjectKind.Process => s_processes.Statistics,
        ObjectKind.Thread => s_threads.Statistics,
        ObjectKind.Port => s_ports.Statistics,
        ObjectKind.Memory => s_memory.Statistics,
        ObjectKind.Interrupt => s_interrupts.Statistics,
        ObjectKind.Timer => s_timers.Statistics,
        _ => default,
    };

    /// <summary>The process in <paramref name="slot"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref Process Process(uint slot) => ref s_processArray.Known(slot);

    /// <summary>The thread in <paramref name="slot"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref Thread Thread(uint slot) => ref s_threadArray.Known(slot);

    /// <summary>The port in <paramref name="slot"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref Port Port(uint slot) => ref s_portArray.Known(slot);

    /// <summary>The memory object in <paramref name="slot"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref MemoryObject Memory(uint slot) => ref s_memoryArray.Known(slot);

    /// <summary>The interrupt in <paramref name="slot"/>.</summary>
    public static ref InterruptObject Interrupt(uint slot) => ref s_interrupts.At(new PoolHandle(slot, 0));

    /// <summary>The timer in <paramref name="slot"/>.</summary>
    public static ref TimerObject Timer(uint slot) => ref s_timers.At(new PoolHandle(slot, 0));

    /// <summary>The object in the slot, which a handle named.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref Process Process(Slot<Process> slot) => ref Process(slot.Index);

    /// <summary>The object in the slot, which a handle named.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref Thread Thread(Slot<Thread> slot) => ref Thread(slot.Index);

    /// <summary>The object in the slot, which a handle named.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref Port Port(Slot<Port> slot) => ref Port(slot.Index);

    /// <summary>The object in the slot, which a handle named.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref MemoryObject Memory(Slot<MemoryObject> slot) => ref Memory(slot.Index);

    /// <summary>The object in the slot, which a handle named.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref InterruptObject Interrupt(Slot<InterruptObject> slot) => ref Interrupt(slot.Index);

    /// <summary>The object in the slot, which a handle named.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref TimerObject Timer(Slot<TimerObject> slot) => ref Timer(slot.Index);

    /// <summary>Takes frames for all pools. OutOfMemory, InvalidState when called twice. Once, at start.</summary>
    public static ErrorCode Start()
    {
        if (IsStarted)
        {
            return ErrorCode.InvalidState;
        }

        // One 2 MiB block for all of them: it takes one TLB entry, and the partly used block that single frames come from stays as it is.
        Result<PhysicalAddress> block = KernelMemory.Frames.AllocateBlock(FrameUse.KernelObjects);
        if (!block.IsOk)
        {
            return block.Error;
        }

        ulong next = block.Value.Value;
        FrameArray<InterruptObject> interrupts = default;
        FrameArray<TimerObject> timers = default;
        bool hasRoom = Make(ref s_threads, ref s_threadArray, MaximumThreads, ref next)
            && Make(ref s_processes, ref s_processArray, MaximumProcesses, ref next)
            && Make(ref s_ports, ref s_portArray, MaximumPorts, ref next)
            && Make(ref s_memory, ref s_memoryArray, MaximumMemoryObjects, ref next)
            && Make(ref s_interrupts, ref interrupts, MaximumInterrupts, ref next)
            && Make(ref s_timers, ref timers, MaximumTimers, ref next);
        FastPathState.Current = new FastPathState
        {
            ThreadHeaders = DirectMap.ToVirtual(s_threadArray.Start).Value + Objects.Thread.HeaderOffset,
            Ports = DirectMap.ToVirtual(s_portArray.Start).Value,
            Processes = DirectMap.ToVirtual(s_processArray.Start).Value,
            ThreadLimit = 1,
        };
        return hasRoom && next <= block.Value.Value + FrameSize.BlockBytes ? ErrorCode.None : ErrorCode.OutOfMemory;
    }

    /// <summary>
    /// Makes an object, charged to <paramref name="owner"/> (none: the kernel), with one reference. OutOfMemory: quota or pool.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Result<Slot<T>> Allocate<T>(Slot<Process> owner)
        where T : struct, IKernelObject
    {
        Result<uint> slot = Allocate(T.Kind, owner.Index);
        return Result<Slot<T>>.Of(new Slot<T>(slot.Value), slot.Error);
    }

    private static Result<uint> Allocate(ObjectKind kind, uint owner)
    {
        ref Quota quota = ref (owner == 0 ? ref s_kernelQuota : ref Process(owner).Objects);
        Result<PoolHandle> handle = kind switch
        {
            ObjectKind.Process => s_processes.Allocate(ref quota),
            ObjectKind.Thread => s_threads.Allocate(ref quota),
            ObjectKind.Port => s_ports.Allocate(ref quota),
            ObjectKind.Memory => s_memory.Allocate(ref quota),
            ObjectKind.Interrupt => s_interrupts.Allocate(ref quota),
            _ => s_timers.Allocate(ref quota),
        };
        if (!handle.IsOk)
        {
            return handle.Error;
        }

        uint slot = handle.Value.Index;
        if (kind == ObjectKind.Thread && slot >= ThreadLimit)
        {
            ThreadLimit = slot + 1;
        }
        else if (kind == ObjectKind.Process && slot >= ProcessLimit)
        {
            ProcessLimit = slot + 1;
        }
        else if (kind == ObjectKind.Port && slot >= PortLimit)
        {
            PortLimit = slot + 1;
        }
        else if (kind == ObjectKind.Memory && slot >= MemoryLimit)
        {
            MemoryLimit = slot + 1;
        }

        ref ObjectHeader header = ref Header(kind, slot);
        header.References = 1;
        header.Generation = handle.Value.Generation;
        header.Slot = slot;
        header.Owner = owner;
        if (owner != 0)
        {
            // The owner holds the quota, so it stays until everything charged to it is gone.
            Process(owner).Header.References++;
            Process(owner).OwnedObjects++;
        }

        return slot;
    }

    /// <summary>Frees the slot of an object without references, whose contents are already released.</summary>
    public static void Free(ObjectKind kind, uint slot)
    {
        ref ObjectHeader header = ref Header(kind, slot);
        uint owner = header.Owner;
        ref Quota quota = ref (owner == 0 ? ref s_kernelQuota : ref Process(owner).Objects);
        PoolHandle handle = new(slot, header.Generation);
        ulong promised = kind == ObjectKind.Memory ? MemoryObjects.MostFrames(in Memory(slot)) : 0;
        ErrorCode error = kind switch
        {
            ObjectKind.Process => s_processes.Free(handle, ref quota),
            ObjectKind.Thread => s_threads.Free(handle, ref quota),
            ObjectKind.Port => s_ports.Free(handle, ref quota),
            ObjectKind.Memory => s_memory.Free(handle, ref quota),
            ObjectKind.Interrupt => s_interrupts.Free(handle, ref quota),
            _ => s_timers.Free(handle, ref quota),
        };
        if (error != ErrorCode.None)
        {
            KernelPanic.Because("a kernel object was freed twice"u8);
        }

        if (owner != 0)
        {
            ref Process process = ref Process(owner);
            process.OwnedObjects--;
            process.PromisedFrames -= promised;
            if (process.State == ProcessState.Dead && !ProcessLife.IsKept(ref process))
            {
                // Its end came before the end of the objects that it left.
                ProcessLife.ReturnUnused(ref process);
            }

            ObjectReferences.Release(ObjectKind.Process, owner);
        }
    }

    /// <summary>The bookkeeping of an object of <paramref name="kind"/>, which is neither None nor Machine.</summary>
    public static ref ObjectHeader Header(ObjectKind kind, uint slot)
    {
        switch (kind)
        {
            case ObjectKind.Process: return ref Process(slot).Header;
            case ObjectKind.Thread: return ref Thread(slot).Header;
            case ObjectKind.Port: return ref Port(slot).Header;
            case ObjectKind.Memory: return ref Memory(slot).Header;
            case ObjectKind.Interrupt: return ref Interrupt(slot).Header;
            default: return ref Timer(slot).Header;
        }
    }

    private static ulong RoundUp(ulong sizeBytes) => (sizeBytes + FrameSize.Mask) & ~FrameSize.Mask;

    // Objects are reset when a slot is allocated, so only the slots need zeros.
    private static bool Make<T>(ref ObjectPool<T, FrameStorage<T>> pool, ref FrameArray<T> array, uint capacity, ref ulong next)
        where T : unmanaged
    {
        ulong objectBytes = capacity * FrameArray<T>.ElementSizeBytes;
        ulong slotBytes = capacity * FrameArray<PoolSlot>.ElementSizeBytes;
        array = new FrameArray<T>(new PhysicalAddress(next), objectBytes);
        next += RoundUp(objectBytes);
        default(DirectMap).Fill(new PhysicalAddress(next), RoundUp(slotBytes), 0);
        FrameArray<PoolSlot> slots = new(new PhysicalAddress(next), slotBytes);
        next += RoundUp(slotBytes);
        return pool.Initialize(new FrameStorage<T>(slots, array)) == ErrorCode.None && pool.Allocate(ref s_kernelQuota).IsOk;
    }
}

/// <summary>Slots and objects in two runs of frames, zero at first.</summary>
public readonly struct FrameStorage<T> : IPoolStorage<T>
    where T : unmanaged
{
    private readonly FrameArray<PoolSlot> _slots;
    private readonly FrameArray<T> _objects;

    /// <summary>Storage over two arrays of the same capacity.</summary>
    public FrameStorage(FrameArray<PoolSlot> slots, FrameArray<T> objects)
    {
        _slots = slots;
        _objects = objects;
    }

    /// <inheritdoc/>
    public uint Capacity => _objects.Capacity < _slots.Capacity ? _objects.Capacity : _slots.Capacity;

    /// <inheritdoc/>
    public ref PoolSlot Slot(uint index) => ref _slots[index];

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T Object(uint index) => ref _objects[index];
}
