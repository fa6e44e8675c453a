using System;
using System.Collections.Generic;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using RustKernel.Runtime;
using RustKernel.Services.Internet;
using RustKernel.User;

namespace RustKernel.Services.Network;

/// <summary>
/// This process's session with the service net; System.Net.Sockets uses it (<see cref="NetworkProvider"/>). It begins with the first socket
/// and serves the whole process, with one thread that receives its news.
/// </summary>
public sealed class NetworkSession : NetworkProvider
{
    private const int LeastWaiting = 8;
    private const string ServiceName = "net";
    private const ulong TimeoutMilliseconds = 20_000;
    private const ulong NewsBit = 1;
    private const int PumpStack = 64 * 1024;
    private readonly Lock _lock = new();
    private readonly Lock _resolveLock = new();
    private readonly List<SocketSlot> _slots = new();
    private readonly Stack<SocketSlot> _free = new();
    private readonly List<SocketSlot> _hungry = new();
    private NetworkClient? _client;
    private NetworkClient? _asking;
    private NetworkClient? _resolving;
    private SocketMemory? _memory;
    private Handle<Port> _service;
    private Handle<Port> _life;
    private ulong _bell;
    private uint _most;

    private NetworkSession()
    {
    }

    /// <inheritdoc/>
    public override string HostName => "rustkernel";

    internal ulong Number { get; private set; }

    /// <inheritdoc/>
    public override SocketError Open(out ProvidedSocket? socket)
    {
        socket = null;
        lock (_lock)
        {
            SocketError error = Attach();
            if (error == SocketError.Success)
            {
                socket = Take();
                error = socket is null ? SocketError.TooManyOpenSockets : SocketError.Success;
            }

            return error;
        }
    }

    /// <inheritdoc/>
    public override SocketError Resolve(string name, out byte[] addresses)
    {
        // An answer may take long: other threads' sockets must not wait for it.
        addresses = [];
        SocketError attached = Attached();
        if (attached != SocketError.Success)
        {
            return attached;
        }

        lock (_resolveLock)
        {
            ErrorCode error = ErrorCode.ServerEnded;
            NetworkError network = NetworkError.None;
            for (int i = 0; i < RepeatedCall.Attempts && error == ErrorCode.ServerEnded; i++)
            {
                error = _resolving!.Resolve(Number, name, out network, out addresses);
            }

            return error != ErrorCode.None ? Of(error) : Of(network);
        }
    }

    /// <inheritdoc/>
    public override async Task<(SocketError Error, byte[] Addresses)> ResolveAsync(string name)
    {
        SocketError attached = Attached();
        if (attached != SocketError.Success)
        {
            return (attached, []);
        }

        Result<(NetworkError Error, byte[] Addresses)> answer = await _asking!.ResolveAsync(Number, name);
        for (int i = 1; i < RepeatedCall.Attempts && answer.Error == ErrorCode.ServerEnded; i++)
        {
            answer = await _asking.ResolveAsync(Number, name);
        }

        SocketError error = answer.IsOk ? Of(answer.Value.Error) : Of(answer.Error);
        return (error, error == SocketError.Success ? answer.Value.Addresses : []);
    }

    // System.Net.Sockets calls this: NetworkProvider.Make.
    internal static NetworkProvider Make() => new NetworkSession();

    private static SocketError Of((ErrorCode Error, NetworkError Network) answer) =>
        answer.Error != ErrorCode.None ? Of(answer.Error) : Of(answer.Network);

    internal static SocketError Of(ErrorCode error) => error switch
    {
        ErrorCode.None => SocketError.Success,
        ErrorCode.OutOfMemory => SocketError.NoBufferSpaceAvailable,
        ErrorCode.WouldBlock => SocketError.TryAgain,
        ErrorCode.TimedOut => SocketError.TimedOut,
        ErrorCode.InvalidArgument => SocketError.InvalidArgument,
        ErrorCode.InvalidState => SocketError.NotConnected,
        ErrorCode.AccessDenied => SocketError.AccessDenied,
        _ => SocketError.NetworkDown,
    };

    internal static SocketError Of(NetworkError error) => error switch
    {
        NetworkError.None => SocketError.Success,
        NetworkError.ConnectionReset => SocketError.ConnectionReset,
        NetworkError.ConnectionRefused => SocketError.ConnectionRefused,
        NetworkError.TimedOut => SocketError.TimedOut,
        NetworkError.HostUnreachable => SocketError.HostUnreachable,
        NetworkError.NetworkUnreachable => SocketError.NetworkUnreachable,
        NetworkError.AddressInUse => SocketError.AddressAlreadyInUse,
        NetworkError.AddressNotAvailable => SocketError.AddressNotAvailable,
        NetworkError.QuotaExceeded => SocketError.TooManyOpenSockets,
        NetworkError.MessageTooLong => SocketError.MessageSize,
        NetworkError.InvalidState => SocketError.NotConnected,
        NetworkError.Aborted => SocketError.ConnectionAborted,
        NetworkError.NameNotFound => SocketError.HostNotFound,
        NetworkError.ServerFailure => SocketError.TryAgain,
        _ => SocketError.InvalidArgument,
    };

    /// <summary>Calls the service; calls again if it ends during the call and restarts.</summary>
    internal SocketError Ask(System.Func<NetworkClient, (ErrorCode Error, NetworkError Network)> call)
    {
        lock (_lock)
        {
            SocketError attached = Attach();
            return attached != SocketError.Success ? attached : Of(RepeatedCall.Ask(() => call(_client!)));
        }
    }

    /// <summary>
    /// Makes a call that opens a slot's socket. If the slot has one from a call whose answer was lost, closes that first.
    /// </summary>
    internal SocketError AskToOpen(int slot, System.Func<NetworkClient, (ErrorCode Error, NetworkError Network)> call)
    {
        lock (_lock)
        {
            SocketError attached = Attach();
            return attached != SocketError.Success
                ? attached
                : Of(RepeatedCall.Open(() => call(_client!), () => _client!.Close(Number, (uint)slot, true)));
        }
    }

    /// <summary>Gives a listener a slot for a connection; when an interrupted call is repeated, the slot may have one already.</summary>
    internal SocketError AskToSupply(int listener, int slot)
    {
        lock (_lock)
        {
            SocketError attached = Attach();
            return attached != SocketError.Success
                ? attached
                : Of(RepeatedCall.Supply(() =>
                    (_client!.Supply(Number, (uint)listener, (uint)slot, out NetworkError network), network)));
        }
    }

    /// <summary>Gives <paramref name="slot"/> a block with rings of these sizes, unless it has one.</summary>
    internal SocketError Prepare(SocketSlot slot, int sendBytes, int receiveBytes)
    {
        lock (_lock)
        {
            return slot.IsPlaced(sendBytes, receiveBytes) ? SocketError.Success : Place(slot, (uint)sendBytes, (uint)receiveBytes);
        }
    }

    /// <summary>
    /// Connections that may wait at one listener: three quarters of the slots, so that some are left for others, but at least 8. Programs
    /// made for Linux have the same limit.
    /// </summary>
    internal int MostWaiting => Math.Max(LeastWaiting, (int)_most * 3 / 4);

    /// <summary>A slot for a connection of a listener; null: none is free now, and the listener is called when one becomes free.</summary>
    internal SocketSlot? TakeFor(SocketSlot listener)
    {
        lock (_lock)
        {
            SocketSlot? slot = Take();
            if (slot is null)
            {
                AskAgain(listener);
            }

            return slot;
        }
    }

    /// <summary>The listener lacks a slot for a connection; it gets the next free one.</summary>
    internal void AskAgain(SocketSlot listener)
    {
        lock (_lock)
        {
            if (!_hungry.Contains(listener))
            {
                _hungry.Add(listener);
            }
        }
    }

    /// <summary>Takes back a slot whose socket is gone.</summary>
    internal void Free(SocketSlot slot)
    {
        SocketSlot? hungry = null;
        lock (_lock)
        {
            _free.Push(slot);
            if (_hungry.Count > 0)
            {
                hungry = _hungry[0];
                _hungry.RemoveAt(0);
            }
        }

        hungry?.Fill();
    }

    /// <summary>Makes the service look at the slot's rings.</summary>
    internal void Ring(int slot)
    {
        if (_memory!.Board.Ring(slot))
        {
            _ = Kernel.Notify(_service, _bell);
        }
    }

    private SocketError Attached()
    {
        lock (_lock)
        {
            return Attach();
        }
    }

    private SocketError Attach()
    {
        if (_client is not null)
        {
            return SocketError.Success;
        }

        if (InitClient.Connect(ServiceName, out _service) != ErrorCode.None)
        {
            return SocketError.NetworkDown;
        }

        NetworkClient client = new(_service) { TimeoutTicks = Own.Ticks(TimeoutMilliseconds) };
        ErrorCode error = ErrorCode.ServerEnded;
        for (int i = 0; i < RepeatedCall.Attempts && error == ErrorCode.ServerEnded; i++)
        {
            error = TryAttach(client);
        }

        if (error == ErrorCode.None)
        {
            _client = client;
            _asking = new NetworkClient(_service) { TimeoutTicks = Own.Ticks(TimeoutMilliseconds) };
            _resolving = new NetworkClient(_service) { TimeoutTicks = Own.Ticks(TimeoutMilliseconds) };
            new System.Threading.Thread(Pump, PumpStack) { IsBackground = true, Name = "net" }.Start();
        }

        return Of(error);
    }

    // Each attempt has a life port of its own: if the answer was lost, the session ends with its port.
    private ErrorCode TryAttach(NetworkClient client)
    {
        Handle<Port> told = default;
        Handle<Memory> given = default;
        SocketMemory? memory = null;
        ErrorCode error = Kernel.PortCreate(1, out Handle<Port> life);
        error = error == ErrorCode.None ? Kernel.HandleDuplicate(life, Rights.Send | Rights.Duplicate | Rights.Transfer, out told) : error;
        error = error == ErrorCode.None ? SocketMemory.Create(out memory, out given) : error;
        ulong session = 0;
        error = error == ErrorCode.None ? client.Attach(told, NewsBit, given, out session, out _most, out _bell) : error;
        if (error == ErrorCode.None)
        {
            (Number, _life, _memory) = (session, life, memory);
            return error;
        }

        // Handles that went along with the call are gone; closing them again has no effect.
        given.Close();
        told.Close();
        life.Close();
        memory?.Dispose();
        return error;
    }

    // While locked. Null: all slots are in use.
    private SocketSlot? Take()
    {
        if (_free.Count > 0)
        {
            SocketSlot free = _free.Pop();
            free.Begin();
            return free;
        }

        if (_slots.Count >= _most)
        {
            return null;
        }

        SocketSlot slot = new(this, _slots.Count);
        _slots.Add(slot);
        return slot;
    }

    private SocketError Place(SocketSlot slot, uint sendBytes, uint receiveBytes)
    {
        ErrorCode error = _memory!.Take(_client!, Number, slot.Space, sendBytes, receiveBytes, out SocketSpace space);
        slot.Space = default;
        if (error == ErrorCode.None)
        {
            slot.Space = space;
            error = RepeatedCall.Ask(() =>
                (_client!.Place(Number, (uint)slot.Number, space.Piece, space.Offset, sendBytes, receiveBytes), NetworkError.None)).Error;
        }

        if (error == ErrorCode.None)
        {
            slot.SetBlock(_memory.BlockOf(space, sendBytes, receiveBytes), (int)sendBytes, (int)receiveBytes);
        }

        return Of(error);
    }

    private void Pump()
    {
        List<int> news = new();
        Message message = default;
        while (Kernel.Receive(_life, Deadline.Never, ref message) == ErrorCode.None)
        {
            news.Clear();
            _memory!.Board.TakeNews(news);
            foreach (int number in news)
            {
                Find(number)?.OnNews();
            }
        }
    }

    private SocketSlot? Find(int number)
    {
        lock (_lock)
        {
            return number < _slots.Count ? _slots[number] : null;
        }
    }
}
