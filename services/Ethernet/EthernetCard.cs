// Moves frames between a card and its client's rings. Needs nothing but registers and memory: it also runs under .NET.

using System;
using RustKernel.Drivers.Virtio;
using RustKernel.Services.Devices;

namespace RustKernel.Services.Ethernet;

/// <summary>
/// Hands the device the buffers of the receive ring and the frames of the transmit ring, and hands each back to the client when the device
/// is done with it. Copies nothing. Checks what both sides write: an impossible value of the device resets it; an impossible count or entry
/// of the client costs the client its frames. Both close the rings, and the client opens them again. One caller at a time.
/// </summary>
/// <typeparam name="TBus">The transport's register window.</typeparam>
/// <typeparam name="TMemory">Memory that the device reaches.</typeparam>
internal sealed class EthernetCard<TBus, TMemory>
    where TBus : struct, IRegisterBus
    where TMemory : struct, IDmaMemory
{
    private const uint ManySent = FrameRing.Slots / 2;
    private const uint NoneSent = FrameRing.Slots * 2;
    private const uint HeaderOffset = FrameRing.FrameOffset - 12;
    private readonly TMemory _received;
    private readonly TMemory _sent;
    private readonly byte[] _order = new byte[FrameRing.Slots];
    private VirtioNetwork<TBus, TMemory> _device;
    private FrameProducer<TMemory> _producer;
    private FrameConsumer<TMemory> _consumer;
    private uint _givenBack;
    private uint _taken;
    private ulong _done;
    private bool _isOpen;
    private EthernetCounts _counts;

    /// <summary>
    /// The device at <paramref name="bus"/>, with <see cref="VirtioNetwork{TBus,TMemory}.MemoryBytes"/> of memory for its queues and
    /// two rings of <see cref="FrameRing.Bytes"/> each. Accesses none of them yet.
    /// </summary>
    internal EthernetCard(TBus bus, TMemory memory, TMemory received, TMemory sent)
    {
        _device = new VirtioNetwork<TBus, TMemory>(bus, memory);
        _received = received;
        _sent = sent;
    }

    /// <summary>The driver's counts.</summary>
    internal ref readonly EthernetCounts Counts => ref _counts;

    /// <summary>The card, after <see cref="Start"/>.</summary>
    internal EthernetDescription Description => new()
    {
        LinkAddress = _device.Address,
        Mtu = (ushort)_device.Mtu,
        HasTransmitChecksum = _device.HasTransmitChecksum,
        HasReceiveChecksum = _device.HasReceiveChecksum,
    };

    /// <summary>
    /// Resets the device, which an earlier process may have used, and brings it up without receive buffers. Closes the rings, so that a
    /// client of the earlier process sees it. Errors of <see cref="VirtioNetwork{TBus,TMemory}.Start"/>.
    /// </summary>
    internal ErrorCode Start()
    {
        _isOpen = false;
        FrameRing.WriteState(_received, FrameRingState.None);
        ErrorCode error = _device.Start();
        _counts.IsUp = error == ErrorCode.None && _device.IsUp;
        return error;
    }

    /// <summary>Resets the device, empties both rings and opens them. After an error of <see cref="Start"/> they stay closed.</summary>
    internal ErrorCode Open()
    {
        ErrorCode error = Start();
        if (error != ErrorCode.None)
        {
            return error;
        }

        FrameRing.Clear(_received);
        FrameRing.Clear(_sent);
        _producer = new FrameProducer<TMemory>(_received);
        _consumer = new FrameConsumer<TMemory>(_sent);
        _givenBack = 0;
        _taken = 0;
        _done = 0;
        for (uint buffer = 0; buffer < _device.ReceiveSlots; buffer++)
        {
            _ = Give(buffer);
        }

        _isOpen = true;
        _device.Notify();
        WriteState();
        _ = _device.WantReceived();
        _ = _device.WantSent(NoneSent);
        _ = _consumer.WantFrames();
        return ErrorCode.None;
    }

    /// <summary>Takes an interrupt of the device; call <see cref="Work"/> next. True: the link changed, notify the client.</summary>
    internal bool TakeInterrupt()
    {
        _counts.Interrupts++;
        if (!_device.TakeInterrupt())
        {
            return false;
        }

        if (_isOpen && _device.NeedsReset)
        {
            _ = Break();
            return true;
        }

        bool isUp = _device.IsUp;
        if (isUp == _counts.IsUp)
        {
            return false;
        }

        _counts.IsUp = isUp;
        if (_isOpen)
        {
            WriteState();
        }

        return _isOpen;
    }

    /// <summary>
    /// Moves the frames that are ready, at most a ring's content each way. May be called at any time; does nothing while the rings are
    /// closed.
    /// </summary>
    internal EthernetWork Work()
    {
        if (!_isOpen)
        {
            return EthernetWork.None;
        }

        ErrorCode error = ReturnBuffers();
        bool isTold = false;
        error = error == ErrorCode.None ? Receive(ref isTold) : error;
        error = error == ErrorCode.None ? TakeSent(ref isTold) : error;
        error = error == ErrorCode.None ? Send() : error;
        if (error != ErrorCode.None)
        {
            return EthernetWork.Tell;
        }

        _device.Notify();
        return (isTold ? EthernetWork.Tell : EthernetWork.None) | (Ask() ? EthernetWork.Again : EthernetWork.None);
    }

    // Gives the device the buffers that the client has given back.
    private ErrorCode ReturnBuffers()
    {
        if (!_producer.Room().IsOk)
        {
            return Fault();
        }

        for (; _givenBack != _producer.Returned; _givenBack++)
        {
            _ = Give(_order[_givenBack % FrameRing.Slots]);
        }

        return ErrorCode.None;
    }

    private ErrorCode Give(uint buffer) =>
        _device.GiveBuffer(buffer, _received, FrameRing.Buffers + (buffer * FrameRing.BufferBytes) + HeaderOffset);

    private ErrorCode Receive(ref bool isTold)
    {
        for (uint i = 0; i < FrameRing.Slots; i++)
        {
            Result<uint> buffer = _device.TakeReceived(out uint length);
            if (!buffer.IsOk)
            {
                if (buffer.Error == ErrorCode.Corrupt)
                {
                    return Break();
                }

                break;
            }

            if (length == 0)
            {
                _counts.Malformed++;
                _ = Give(buffer.Value);
                continue;
            }

            uint header = FrameRing.Buffers + (buffer.Value * FrameRing.BufferBytes) + HeaderOffset;
            VirtioChecksum checksum = _device.ReadHeader(_received, header, length);
            _order[_producer.NextBuffer] = (byte)buffer.Value;
            _producer.Put(new FrameEntry((ushort)buffer.Value, (ushort)FrameRing.FrameOffset, (ushort)length, (ushort)checksum));
            _counts.Received++;
        }

        isTold |= _producer.Publish();
        return ErrorCode.None;
    }

    // Entries go back in the ring's order, in whichever order the device sent the frames.
    private ErrorCode TakeSent(ref bool isTold)
    {
        while (true)
        {
            Result<uint> slot = _device.TakeSent();
            if (!slot.IsOk)
            {
                if (slot.Error == ErrorCode.Corrupt)
                {
                    return Break();
                }

                break;
            }

            _done |= 1ul << (int)slot.Value;
        }

        uint first = (_taken - _consumer.Held) % _device.SendSlots;
        while (_consumer.Held != 0 && ((_done >> (int)first) & 1) != 0)
        {
            _done &= ~(1ul << (int)first);
            _consumer.Return(1);
            first = (first + 1) % _device.SendSlots;
        }

        isTold |= _consumer.Publish();
        return ErrorCode.None;
    }

    private ErrorCode Send()
    {
        while (_consumer.Held < _device.SendSlots)
        {
            Result<FrameEntry> taken = _consumer.Take();
            if (!taken.IsOk)
            {
                return taken.Error == ErrorCode.Corrupt ? Fault() : ErrorCode.None;
            }

            FrameEntry entry = taken.Value;
            ErrorCode error = _device.Send(
                _taken % _device.SendSlots, _sent, entry.Place, entry.Length, entry.ChecksumStart, entry.ChecksumOffset);
            if (error != ErrorCode.None)
            {
                return Fault();
            }

            _taken++;
            _counts.Sent++;
        }

        return ErrorCode.None;
    }

    // Asks both sides for a notice when there is more to do. True: there is more already.
    private bool Ask()
    {
        bool hasMore = _device.WantReceived();

        // Sent entries go back to the client with the next event, unless it may be waiting for them. They go back in order: a device that
        // sends out of order may have few frames while the client has little room.
        uint held = _consumer.Held;
        bool isFull = held == _device.SendSlots;
        hasMore |= _device.WantSent(isFull || held >= ManySent ? (_device.Sending / 2) + 1 : NoneSent);
        hasMore |= !isFull && _consumer.WantFrames();

        // Buffers that the client returns are noticed with the next frame, unless the device may run out of buffers before that.
        uint few = _device.ReceiveSlots / 2;
        uint receiving = _device.Receiving;
        hasMore |= receiving <= few && _producer.WantRoom(few - receiving + 1);
        return hasMore;
    }

    private void WriteState() =>
        FrameRing.WriteState(_received, FrameRingState.Open | (_counts.IsUp ? FrameRingState.LinkUp : FrameRingState.None));

    // The client's counts or entries are impossible.
    private ErrorCode Fault()
    {
        _counts.ClientFaults++;
        return Close();
    }

    // The device broke the protocol.
    private ErrorCode Break()
    {
        _counts.Resets++;
        return Close();
    }

    private ErrorCode Close()
    {
        _isOpen = false;
        _ = _device.Stop();
        FrameRing.WriteState(_received, FrameRingState.None);
        return ErrorCode.Corrupt;
    }
}

/// <summary>What the caller of <see cref="EthernetCard{TBus,TMemory}.Work"/> must do.</summary>
[Flags]
internal enum EthernetWork
{
    /// <summary>Nothing: the card waits for the device or the client.</summary>
    None = 0,

    /// <summary>Notify the client.</summary>
    Tell = 1,

    /// <summary>Call it again: there is more to move, and a notice may not come.</summary>
    Again = 2,
}
