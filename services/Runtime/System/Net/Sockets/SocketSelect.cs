// Several sockets at once: which are ready; and sending and receiving from several buffers.

using System.Collections;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace System.Net.Sockets;

public partial class Socket
{
    private const int MostSelected = 65536;
    private const int FileBytes = 16 * 1024;

    public static void Select(IList? checkRead, IList? checkWrite, IList? checkError, TimeSpan timeout) =>
        Select(checkRead, checkWrite, checkError, Microseconds(timeout));

    /// <summary>
    /// Waits until one of the sockets is ready, in whole milliseconds, rounded up; -1 has no limit. Removes sockets that are not ready from
    /// the lists.
    /// </summary>
    public static void Select(IList? checkRead, IList? checkWrite, IList? checkError, int microSeconds)
    {
        Check(checkRead, nameof(checkRead));
        Check(checkWrite, nameof(checkWrite));
        Check(checkError, nameof(checkError));
        if (Count(checkRead) + Count(checkWrite) + Count(checkError) == 0)
        {
            throw new ArgumentNullException(null, "All lists are either null or empty.");
        }

        long end = microSeconds < 0 ? long.MaxValue : Stopwatch.GetTimestamp() + (microSeconds * Stopwatch.Frequency / 1_000_000);
        while (!HasReady(checkRead, SelectMode.SelectRead) && !HasReady(checkWrite, SelectMode.SelectWrite)
            && !HasReady(checkError, SelectMode.SelectError))
        {
            long left = end == long.MaxValue ? long.MaxValue : end - Stopwatch.GetTimestamp();
            if (left <= 0)
            {
                break;
            }

            Wait(checkRead, checkWrite, checkError, left);
        }

        Keep(checkRead, SelectMode.SelectRead);
        Keep(checkWrite, SelectMode.SelectWrite);
        Keep(checkError, SelectMode.SelectError);
    }

    public int Send(IList<ArraySegment<byte>> buffers) => Send(buffers, SocketFlags.None);

    public int Send(IList<ArraySegment<byte>> buffers, SocketFlags socketFlags) => Send(Joined(buffers), socketFlags);

    public int Send(IList<ArraySegment<byte>> buffers, SocketFlags socketFlags, out SocketError errorCode) =>
        Send(Joined(buffers), socketFlags, out errorCode);

    public Task<int> SendAsync(IList<ArraySegment<byte>> buffers) => SendAsync(buffers, SocketFlags.None);

    public Task<int> SendAsync(IList<ArraySegment<byte>> buffers, SocketFlags socketFlags) =>
        SendAsync(Joined(buffers).AsMemory(), socketFlags, default).AsTask();

    public int Receive(IList<ArraySegment<byte>> buffers) => Receive(buffers, SocketFlags.None);

    public int Receive(IList<ArraySegment<byte>> buffers, SocketFlags socketFlags)
    {
        int count = Receive(buffers, socketFlags, out SocketError error);
        SocketErrors.Check(error);
        return count;
    }

    public int Receive(IList<ArraySegment<byte>> buffers, SocketFlags socketFlags, out SocketError errorCode)
    {
        byte[] bytes = new byte[Length(buffers)];
        int count = Receive(bytes, socketFlags, out errorCode);
        Spread(bytes.AsSpan(0, count), buffers);
        return count;
    }

    public Task<int> ReceiveAsync(IList<ArraySegment<byte>> buffers) => ReceiveAsync(buffers, SocketFlags.None);

    public Task<int> ReceiveAsync(IList<ArraySegment<byte>> buffers, SocketFlags socketFlags)
    {
        byte[] bytes = new byte[Length(buffers)];
        return Spreading(ReceiveAsync(bytes.AsMemory(), socketFlags, default));

        async Task<int> Spreading(ValueTask<int> receiving)
        {
            int count = await receiving;
            Spread(bytes.AsSpan(0, count), buffers);
            return count;
        }
    }

    public void SendFile(string? fileName)
    {
        using FileStream? file = OpenFile(fileName);
        byte[] bytes = new byte[FileBytes];
        while (file?.Read(bytes) is int count and > 0)
        {
            _ = Send(bytes.AsSpan(0, count));
        }
    }

    public async ValueTask SendFileAsync(string? fileName, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using FileStream? file = OpenFile(fileName);
        byte[] bytes = new byte[FileBytes];
        while (file?.Read(bytes) is int count and > 0)
        {
            _ = await SendAsync(bytes.AsMemory(0, count), cancellationToken);
        }
    }

    public ValueTask DisconnectAsync(bool reuseSocket, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Disconnect(reuseSocket);
        return default;
    }

    private FileStream? OpenFile(string? name)
    {
        CheckNotDisposed();
        return !IsUdp && Connected
            ? name is null ? null : File.OpenRead(name)
            : throw new NotSupportedException("The operation is not allowed on non-connected sockets.");
    }

    private static int Microseconds(TimeSpan timeout)
    {
        if (timeout == Threading.Timeout.InfiniteTimeSpan)
        {
            return -1;
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.Zero);
        long microseconds = timeout.Ticks / TimeSpan.TicksPerMicrosecond;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(microseconds, int.MaxValue, nameof(timeout));
        return (int)microseconds;
    }

    private static int Count(IList? sockets) => sockets?.Count ?? 0;

    private static void Check(IList? sockets, string name)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Count(sockets), MostSelected, name);
        for (int i = 0; i < Count(sockets); i++)
        {
            if (sockets![i] is not Socket socket)
            {
                throw new ArgumentException(
                    "The operation is not allowed on objects of type null. Use only objects of type System.Net.Sockets.Socket.",
                    "socketList");
            }

            socket.CheckNotDisposed();
        }
    }

    private static bool HasReady(IList? sockets, SelectMode mode)
    {
        for (int i = 0; i < Count(sockets); i++)
        {
            if (((Socket)sockets![i]!).IsReady(mode))
            {
                return true;
            }
        }

        return false;
    }

    // Backward, as entries move up.
    private static void Keep(IList? sockets, SelectMode mode)
    {
        for (int i = Count(sockets) - 1; i >= 0; i--)
        {
            if (!((Socket)sockets![i]!).IsReady(mode))
            {
                sockets.RemoveAt(i);
            }
        }
    }

    // Watch, check, wait. Other threads that wait for one of the sockets check again after this.
    private static void Wait(IList? checkRead, IList? checkWrite, IList? checkError, long ticks)
    {
        List<Task> news = [new TaskCompletionSource().Task];
        Watch(checkRead, SelectMode.SelectRead, news);
        Watch(checkWrite, SelectMode.SelectWrite, news);
        Watch(checkError, SelectMode.SelectError, news);
        if (!HasReady(checkRead, SelectMode.SelectRead) && !HasReady(checkWrite, SelectMode.SelectWrite)
            && !HasReady(checkError, SelectMode.SelectError))
        {
            long perMillisecond = Stopwatch.Frequency / 1000;
            long milliseconds = ticks == long.MaxValue ? -1 : (ticks + perMillisecond - 1) / perMillisecond;
            _ = Task.WhenAny(news).Wait((int)milliseconds);
        }

        // Ends the continuations that WhenAny added to each task; at silent sockets they would accumulate with each call.
        Poke(checkRead);
        Poke(checkWrite);
        Poke(checkError);
    }

    private static void Watch(IList? sockets, SelectMode mode, List<Task> news)
    {
        for (int i = 0; i < Count(sockets); i++)
        {
            if (((Socket)sockets![i]!)._socket is { } socket)
            {
                news.Add(socket.Watch(mode == SelectMode.SelectRead, mode == SelectMode.SelectWrite ? 1 : 0));
            }
        }
    }

    private static void Poke(IList? sockets)
    {
        for (int i = 0; i < Count(sockets); i++)
        {
            ((Socket)sockets![i]!)._socket?.Poke();
        }
    }

    private static int Length(IList<ArraySegment<byte>> buffers)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        if (buffers.Count == 0)
        {
            throw new ArgumentException("The parameter buffers must contain one or more elements.", nameof(buffers));
        }

        int length = 0;
        foreach (ArraySegment<byte> buffer in buffers)
        {
            ArgumentNullException.ThrowIfNull(buffer.Array, "segment");
            length = checked(length + buffer.Count);
        }

        return length;
    }

    // Makes one array: a datagram is sent at once, and a connection's ring is a copy anyway.
    private static byte[] Joined(IList<ArraySegment<byte>> buffers)
    {
        byte[] bytes = new byte[Length(buffers)];
        int at = 0;
        foreach (ArraySegment<byte> buffer in buffers)
        {
            buffer.AsSpan().CopyTo(bytes.AsSpan(at));
            at += buffer.Count;
        }

        return bytes;
    }

    private static void Spread(ReadOnlySpan<byte> bytes, IList<ArraySegment<byte>> buffers)
    {
        foreach (ArraySegment<byte> buffer in buffers)
        {
            int count = Math.Min(bytes.Length, buffer.Count);
            bytes[..count].CopyTo(buffer.AsSpan());
            bytes = bytes[count..];
        }
    }
}
