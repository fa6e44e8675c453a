// The program on the machine with which the peer of suite network plays: it echoes, discards, or obeys orders.

using System;
using System.Buffers.Binary;
using System.Text;
using RustKernel.Services.Internet;
using RustKernel.Services.Network;

namespace RustKernel.Services.Tester;

/// <summary>
/// Listens at three ports: the first echoes, the second discards, and at the third nothing happens without an order. Orders are datagrams
/// (see hil/NetworkPeer/Order.cs), and concern the newest connection.
/// </summary>
internal sealed class Puppet
{
    /// <summary>The slots that it uses.</summary>
    internal const uint Slots = FirstConnection + Connections;

    /// <summary>Bytes of each ring.</summary>
    internal const uint RingBytes = 32768;

    private const ushort EchoPort = 7;
    private const ushort DiscardPort = 9;
    private const ushort HoldPort = 19;
    private const ushort OrderPort = 7001;
    private const uint OrderSlot = 0;
    private const uint EchoSlot = 1;
    private const uint FirstListener = 2;
    private const uint Listeners = 3;
    private const uint FirstConnection = FirstListener + Listeners;
    private const uint OfEach = 4;
    private const uint Connections = (OfEach * Listeners) + 2;
    private const int LongestEcho = 1472;
    private const int OrderBytes = 7;
    private const int AnswerBytes = 11;
    private const uint ChecksumPrime = 16777619;
    private const uint ChecksumStart = 2166136261;

    private readonly IPuppetSockets _sockets;
    private readonly byte[] _data = new byte[2048];
    private readonly byte[] _answer = new byte[AnswerBytes];
    private readonly State[] _states = new State[Connections];
    private readonly uint[] _toSend = new uint[Connections];
    private readonly uint[] _sent = new uint[Connections];
    private uint _newest = FirstConnection;
    private int _lastOrder = -1;

    internal Puppet(IPuppetSockets sockets)
    {
        _sockets = sockets;
        sockets.OpenUdp(OrderSlot, OrderPort);
        sockets.OpenUdp(EchoSlot, EchoPort);
        sockets.Listen(FirstListener, EchoPort);
        sockets.Listen(FirstListener + 1, DiscardPort);
        sockets.Listen(FirstListener + 2, HoldPort);
        for (uint i = 0; i < OfEach * Listeners; i++)
        {
            Supply(i);
        }

        Want(OrderSlot);
        Want(EchoSlot);
    }

    private enum State : byte
    {
        Free,
        Waiting,
        Open,
        Closing,
    }

    /// <summary>The peer has given an order.</summary>
    internal bool HasBegun => _lastOrder >= 0;

    /// <summary>The peer has said that it is done.</summary>
    internal bool IsDone { get; private set; }

    /// <summary>The stack has taken every answer.</summary>
    internal bool HasSaidAll => _sockets.Block(OrderSlot).SendRing is { } ring && ring.Produced == ring.Consumed;

    /// <summary>Cases that the peer tried.</summary>
    internal uint Cases { get; private set; }

    /// <summary>Those that failed.</summary>
    internal uint Failed { get; private set; }

    /// <summary>Sends the peer a datagram that is no answer.</summary>
    internal void Call(EndPoint peer, ReadOnlySpan<byte> data)
    {
        _ = DatagramRing.TryWrite(_sockets.Block(OrderSlot).SendRing, peer, data);
        _sockets.Ring(OrderSlot);
    }

    /// <summary>Does everything that is due.</summary>
    internal void Step()
    {
        do
        {
            for (uint i = 0; i < Connections; i++)
            {
                Look(i);
            }

            EchoDatagrams();
        }
        while (ObeyNext());
    }

    private static byte Pattern(uint position) => (byte)((position * 31) ^ (position >> 8));

    private void Want(uint slot) => _sockets.Block(slot).WantedReceived = 1;

    private void Supply(uint i)
    {
        _sockets.Supply(FirstListener + (i / OfEach), FirstConnection + i);
        _states[i] = State.Waiting;
    }

    private void Look(uint i)
    {
        SocketBlock block = _sockets.Block(FirstConnection + i);
        if (_states[i] == State.Free)
        {
            return;
        }

        SocketEvents signs = block.Signs;
        Accept(i, signs);
        if ((signs & SocketEvents.Closed) != 0)
        {
            // The order "state" is for the newest: an ended slot stays as it is until the next "reset".
            return;
        }

        if (_states[i] == State.Open && i < OfEach * (Listeners - 1))
        {
            Serve(i, block, signs, echoes: i < OfEach);
        }

        Fill(i, block);
    }

    private void Accept(uint i, SocketEvents signs)
    {
        if (_states[i] == State.Waiting && (signs & SocketEvents.Connected) != 0)
        {
            _states[i] = State.Open;
            _newest = FirstConnection + i;
            _toSend[i] = _sent[i] = 0;
            Want(FirstConnection + i);
        }
    }

    // Echo and discard: until the peer closes, then this end closes.
    private void Serve(uint i, SocketBlock block, SocketEvents signs, bool echoes)
    {
        while (true)
        {
            uint room = (uint)block.SendRing.Capacity - (block.SendRing.Produced - block.SendRing.Consumed);
            int most = echoes && room < (uint)_data.Length ? (int)room : _data.Length;
            int count = block.ReceiveRing.Read(_data.AsSpan(0, most));
            if (count == 0)
            {
                block.WantedToSend = echoes && room == 0 ? 1u : 0;
                break;
            }

            if (echoes)
            {
                _ = block.SendRing.Write(_data.AsSpan(0, count));
            }

            _sockets.Ring(FirstConnection + i);
        }

        if ((signs & SocketEvents.PeerClosed) != 0 && block.ReceiveRing.Produced == block.ReceiveRing.Consumed)
        {
            _ = _sockets.Close(FirstConnection + i, resets: false);
            _states[i] = State.Closing;
        }
    }

    // Sends what was ordered, as there is room.
    private void Fill(uint i, SocketBlock block)
    {
        while (_toSend[i] > 0)
        {
            int count = (int)(_toSend[i] < (uint)_data.Length ? _toSend[i] : (uint)_data.Length);
            for (int at = 0; at < count; at++)
            {
                _data[at] = Pattern(_sent[i] + (uint)at);
            }

            uint written = (uint)block.SendRing.Write(_data.AsSpan(0, count));
            _sockets.Ring(FirstConnection + i);
            _sent[i] += written;
            _toSend[i] -= written;
            block.WantedToSend = _toSend[i] > 0 ? 1u : 0;
            if (written == 0)
            {
                return;
            }
        }
    }

    private void EchoDatagrams()
    {
        SocketBlock block = _sockets.Block(EchoSlot);
        while (DatagramRing.TryRead(block.ReceiveRing, out EndPoint from, _data) is int length && length >= 0)
        {
            _ = DatagramRing.TryWrite(block.SendRing, from, _data.AsSpan(0, length < LongestEcho ? length : LongestEcho));
            _sockets.Ring(EchoSlot);
        }
    }

    // True: there was an order. While it was obeyed, news of other slots may have come and been taken.
    private bool ObeyNext()
    {
        int length = DatagramRing.TryRead(_sockets.Block(OrderSlot).ReceiveRing, out EndPoint from, _data);
        if (length >= OrderBytes && length <= _data.Length)
        {
            Obey(from, _data.AsSpan(0, length));
        }

        return length >= 0;
    }

    private void Obey(EndPoint from, ReadOnlySpan<byte> order)
    {
        int number = BinaryPrimitives.ReadUInt16BigEndian(order);
        if (number != _lastOrder)
        {
            _lastOrder = number;
            BinaryPrimitives.WriteUInt16BigEndian(_answer, (ushort)number);
            uint argument = BinaryPrimitives.ReadUInt32BigEndian(order.Slice(3));
            bool isDone = Obey(from, order[2], argument, order.Slice(OrderBytes), out ulong answer);
            _answer[2] = isDone ? (byte)1 : (byte)0;
            BinaryPrimitives.WriteUInt64BigEndian(_answer.AsSpan(3), answer);
        }

        Call(from, _answer);
    }

    // The answer: two numbers of four bytes.
    private bool Obey(EndPoint from, byte order, uint argument, ReadOnlySpan<byte> text, out ulong answer)
    {
        // The order's connection may be newer than the last look at its slot.
        for (uint i = 0; i < Connections; i++)
        {
            Accept(i, _sockets.Block(FirstConnection + i).Signs);
        }

        answer = 0;
        SocketBlock block = _sockets.Block(_newest);
        switch (order)
        {
            case 1:
                Reset();
                return true;
            case 2:
                return Connect(new EndPoint(from.Address, (ushort)argument));
            case 3:
                _toSend[_newest - FirstConnection] += argument;
                Fill(_newest - FirstConnection, block);
                return true;
            case 4:
                answer = Read(block, argument);
                return true;
            case 5:
                return _sockets.Shutdown(_newest);
            case 6:
            case 7:
                return _sockets.Close(_newest, order == 7);
            case 8:
                answer = ((ulong)block.Signs << 32) | (uint)block.Error;
                return true;
            case 9:
                _sockets.Say(Encoding.UTF8.GetString(text));
                return true;
            case 10 when text.Length >= sizeof(uint):
                Failed = argument;
                Cases = BinaryPrimitives.ReadUInt32BigEndian(text);
                IsDone = true;
                return true;
            case 11:
                return _sockets.Crash("net", argument);
            case 12:
                return _sockets.Crash("ethernet", argument);
            default:
                return false;
        }
    }

    // The number of bytes, and their FNV-1a hash.
    private ulong Read(SocketBlock block, uint most)
    {
        uint taken = 0;
        uint hash = ChecksumStart;
        while (taken < most)
        {
            int part = (int)(most - taken < (uint)_data.Length ? most - taken : (uint)_data.Length);
            int count = block.ReceiveRing.Read(_data.AsSpan(0, part));
            if (count == 0)
            {
                break;
            }

            taken += (uint)count;
            foreach (byte value in _data.AsSpan(0, count))
            {
                hash = (hash ^ value) * ChecksumPrime;
            }
        }

        _sockets.Ring(_newest);
        return ((ulong)taken << 32) | hash;
    }

    private bool Connect(EndPoint remote)
    {
        for (uint i = OfEach * Listeners; i < Connections; i++)
        {
            if (_states[i] != State.Free)
            {
                continue;
            }

            if (!_sockets.Connect(FirstConnection + i, remote))
            {
                return false;
            }

            _states[i] = State.Waiting;
            _toSend[i] = _sent[i] = 0;
            _newest = FirstConnection + i;
            return true;
        }

        return false;
    }

    // An ended slot is free by then: a reset ends it at once.
    private void Reset()
    {
        for (uint i = 0; i < Connections; i++)
        {
            bool isListeners = i < OfEach * Listeners;
            bool hasEnded = (_sockets.Block(FirstConnection + i).Signs & SocketEvents.Closed) != 0;
            if (_states[i] == State.Free || (_states[i] == State.Waiting && isListeners && !hasEnded))
            {
                continue;
            }

            if (!hasEnded)
            {
                _ = _sockets.Close(FirstConnection + i, resets: true);
            }

            _toSend[i] = 0;
            _states[i] = State.Free;
            if (isListeners)
            {
                Supply(i);
            }
        }
    }
}
