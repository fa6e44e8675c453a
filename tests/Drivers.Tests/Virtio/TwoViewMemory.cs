// Memory as the CPU sees it and as the device sees it: two copies. Bytes move between them only when the driver does what it
// must, and before that at a random moment and in random order.

using System;
using System.Collections.Generic;
using System.Linq;

namespace RustKernel.Drivers.Tests.Virtio;

/// <summary>
/// RAM between a driver and a device. With coherent caches every store reaches the device some time, in any order with others
/// except across an order that the driver asks for; a load may give an old value from before the last <see cref="OrderLoads"/>.
/// Without, a store gets there with <see cref="ToDevice"/> or never, and a load gives old bytes until <see cref="FromDevice"/>.
/// </summary>
public sealed class TwoViewMemory
{
    public const ulong Base = 0x8000_0000;
    private const int LineBytes = 64;
    private readonly byte[] _cpu;
    private readonly byte[] _device;
    private readonly bool[] _isDirty;
    private readonly List<(int Offset, byte[] Bytes)> _onTheWay = [];
    private readonly Random _random;

    public TwoViewMemory(int bytes, bool isCoherent, int seed)
    {
        _cpu = new byte[bytes];
        _device = new byte[bytes];
        _isDirty = new bool[bytes / LineBytes];
        _random = new Random(seed);
        IsCoherent = isCoherent;
        _random.NextBytes(_cpu);
        _cpu.CopyTo(_device, 0);
    }

    public bool IsCoherent { get; }

    /// <summary>The method of <see cref="IDmaMemory"/> that does nothing: a driver that forgets to call it.</summary>
    public string Forgotten { get; set; } = "";

    /// <summary>Called when something has just reached the device, which may look at any time.</summary>
    public Action? Changed { get; set; }

    /// <summary>The device's view.</summary>
    public Span<byte> Device(ulong address, int bytes) => _device.AsSpan((int)(address - Base), bytes);

    /// <summary>The device wrote there: a CPU that reads the memory sees it some time.</summary>
    public void DeviceWrote(ulong address, int bytes)
    {
        int offset = (int)(address - Base);
        for (int line = offset / LineBytes; line <= (offset + bytes - 1) / LineBytes; line++)
        {
            if (_isDirty[line])
            {
                throw new InvalidOperationException(
                    $"the device wrote 0x{address:x}, whose line the CPU had changed and not cleaned: it would be written back over it");
            }
        }
    }

    public ulong Read(uint offset, int bytes)
    {
        // A line that is not in the cache is fetched: now, or long before.
        if (IsCoherent && _random.Next(2) == 0)
        {
            Fetch((int)offset, bytes);
        }

        ulong value = 0;
        for (int i = bytes - 1; i >= 0; i--)
        {
            value = (value << 8) | _cpu[offset + i];
        }

        return value;
    }

    public void Write(uint offset, ulong value, int bytes)
    {
        byte[] stored = [.. BitConverter.GetBytes(value).Take(bytes)];
        stored.CopyTo(_cpu, (int)offset);
        if (IsCoherent)
        {
            _onTheWay.Add(((int)offset, stored));
            ArriveSome();
        }
        else
        {
            _isDirty[offset / LineBytes] = true;
        }
    }

    public void ToDevice(uint offset, uint bytes)
    {
        if (!IsCoherent && bytes != 0 && Forgotten != nameof(ToDevice))
        {
            Clean(offset, bytes);
        }
    }

    private void Clean(uint offset, uint bytes)
    {

        for (int line = (int)offset / LineBytes; line <= (int)(offset + bytes - 1) / LineBytes; line++)
        {
            if (_isDirty[line])
            {
                _isDirty[line] = false;
                _cpu.AsSpan(line * LineBytes, LineBytes).CopyTo(_device.AsSpan(line * LineBytes));
            }
        }

        Changed?.Invoke();
    }

    public void FromDevice(uint offset, uint bytes)
    {
        if (!IsCoherent && bytes != 0 && Forgotten != nameof(FromDevice))
        {
            int first = (int)offset / LineBytes * LineBytes;
            int end = ((int)(offset + bytes - 1) / LineBytes * LineBytes) + LineBytes;
            Clean(offset, bytes);
            Fetch(first, end - first);
        }
    }

    public void OrderStores() => Order(nameof(OrderStores), stores: true, loads: false);

    public void OrderLoads() => Order(nameof(OrderLoads), stores: false, loads: true);

    public void OrderAll() => Order(nameof(OrderAll), stores: true, loads: true);

    private void Order(string what, bool stores, bool loads)
    {
        if (Forgotten == what)
        {
            return;
        }

        if (stores)
        {
            ArriveAll();
            Changed?.Invoke();
        }

        if (loads && IsCoherent)
        {
            Fetch(0, _cpu.Length);
        }
    }

    /// <summary>Time passes: stores that nothing orders arrive one by one.</summary>
    public void ArriveSome()
    {
        while (_onTheWay.Count != 0 && _random.Next(3) == 0)
        {
            // Two stores to one place keep their order.
            (int Offset, byte[] Bytes) one = _onTheWay[_random.Next(_onTheWay.Count)];
            one = _onTheWay.First(other => other.Offset < one.Offset + one.Bytes.Length && one.Offset < other.Offset + other.Bytes.Length);
            Arrive(one);
            Changed?.Invoke();
        }
    }

    /// <summary>Everything on its way arrives: nothing stays in a store buffer for ever.</summary>
    public void ArriveAll()
    {
        while (_onTheWay.Count != 0)
        {
            Arrive(_onTheWay[0]);
        }
    }

    private void Arrive((int Offset, byte[] Bytes) store)
    {
        _ = _onTheWay.Remove(store);
        store.Bytes.CopyTo(_device, store.Offset);
    }

    // The CPU sees its own stores that the device does not see yet.
    private void Fetch(int offset, int bytes)
    {
        if (IsCoherent)
        {
            _device.AsSpan(offset, bytes).CopyTo(_cpu.AsSpan(offset));
            foreach ((int at, byte[] stored) in _onTheWay)
            {
                int first = Math.Max(at, offset);
                int end = Math.Min(at + stored.Length, offset + bytes);
                if (first < end)
                {
                    stored.AsSpan(first - at, end - first).CopyTo(_cpu.AsSpan(first));
                }
            }

            return;
        }

        for (int line = offset / LineBytes; line <= (offset + bytes - 1) / LineBytes; line++)
        {
            if (!_isDirty[line])
            {
                _device.AsSpan(line * LineBytes, LineBytes).CopyTo(_cpu.AsSpan(line * LineBytes));
            }
        }
    }
}
