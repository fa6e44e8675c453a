using System;
using RustKernel.Services.Devices;
using RustKernel.User;

namespace RustKernel.Services.Tester;

/// <summary>
/// A client of a network card's driver, with a peer from the rig at the other end of the wire. The peer returns each frame of type 0x88B5
/// (for experiments, IEEE 802) once, in order, with its two addresses exchanged; it drops all others.
/// </summary>
internal sealed class TestWire
{
    /// <summary>Shortest frame on a wire, without check sequence.</summary>
    internal const int LeastFrame = 60;

    private const int Header = 14;
    private const int NumberAt = Header;
    private const int PeerTries = 100;
    private const int NumberBits = 16;
    private const int GenerationMask = 0x3FFF;
    private const ulong PeerMilliseconds = 200;
    private const int Window = 48;
    private readonly Handle<Port> _port;

    // The present generation of frames: earlier ones may still come back at any time.
    private int _generation = (int)Kernel.ReadCounter() & GenerationMask;

    private TestWire(EthernetLink link, Handle<Port> port)
    {
        Link = link;
        _port = port;
    }

    /// <summary>The card.</summary>
    internal EthernetLink Link { get; }

    /// <summary>Opens the card, and finds the peer. Null: there is none, and the test is skipped.</summary>
    internal static TestWire? Open()
    {
        if (World.Find("ethernet") is int driver && (driver < 0 || !World.State(driver).IsRunning))
        {
            Check.Skip(TestSkip.NoNetwork);
            return null;
        }

        EndStack();
        Check.Ok(Kernel.PortCreate(4, out Handle<Port> port));
        TestWire wire = new(new EthernetLink(InitClient.PortOf("ethernet"), port), port);
        Check.Ok(wire.OpenLink());
        if (wire.Begin())
        {
            return wire;
        }

        Check.Skip(TestSkip.NoPeer);
        return null;
    }

    // The rings have one client. The driver has started the stack, or is about to: only a stack that answers can be ended for good.
    private static void EndStack()
    {
        NetworkClient stack = new(InitClient.PortOf("net")) { TimeoutTicks = Own.Ticks(World.LongestMilliseconds) };
        if (stack.Describe(out _) == ErrorCode.None)
        {
            World.End("net");
        }
    }

    /// <summary>
    /// Sends until the peer has answered, and begins a generation: from now on these frames and earlier ones are ignored. False: the peer
    /// does not answer.
    /// </summary>
    internal bool Begin()
    {
        _generation = (_generation + 1) & GenerationMask;
        bool isThere = false;
        for (int i = 0; i < PeerTries && !isThere; i++)
        {
            Send(0, LeastFrame);
            isThere = Receive(0, LeastFrame, Own.In(PeerMilliseconds));
        }

        _generation = (_generation + 1) & GenerationMask;
        return isThere;
    }

    /// <summary>Opens the link, for the first time or again.</summary>
    internal ErrorCode OpenLink()
    {
        ErrorCode error = ErrorCode.ServerEnded;
        for (int i = 0; i < 4 && error == ErrorCode.ServerEnded; i++)
        {
            error = Link.OpenAsync().GetAwaiter().GetResult();
        }

        return error;
    }

    /// <summary>
    /// Sends <paramref name="count"/> frames to the peer, beginning with number <paramref name="first"/>. Returns how many came back in
    /// order and intact before one was missing.
    /// </summary>
    internal int Exchange(int first, int count)
    {
        int sent = 0;
        for (int came = 0; came < count; came++)
        {
            for (; sent < count && sent < came + Window; sent++)
            {
                Send(first + sent, LengthOf(first + sent));
            }

            if (!Receive(first + came, LengthOf(first + came), Own.In(World.LongestMilliseconds)))
            {
                return came;
            }
        }

        return count;
    }

    /// <summary>Sends a frame whose contents follow from its number; waits for room.</summary>
    internal void Send(int number, int length)
    {
        Deadline end = Own.In(World.LongestMilliseconds);
        Span<byte> buffer = Link.Buffer;
        while (buffer.IsEmpty && Link.IsOpen && Wait(end))
        {
            buffer = Link.Buffer;
        }

        if (!buffer.IsEmpty)
        {
            Fill(buffer.Slice(0, length), Mark(number));
            Link.Send(length, 0, 0);
            _ = Link.Settle();
        }
    }

    /// <summary>Whether the next frame of ours comes before <paramref name="end"/> and has this number and length.</summary>
    internal bool Receive(int number, int length, Deadline end)
    {
        do
        {
            while (Link.TryReceive(out ReadOnlySpan<byte> frame, out FrameEntry _))
            {
                bool isOurs = IsOurs(frame);
                bool isRight = isOurs && Has(frame, Mark(number), length);
                Link.Release();
                if (isOurs)
                {
                    return isRight;
                }
            }
        }
        while (Link.IsOpen && Wait(end));
        return false;
    }

    /// <summary>Waits for a notice of the driver. False: none came in time.</summary>
    internal bool Wait(Deadline end)
    {
        if (Link.Settle())
        {
            return true;
        }

        Message message = default;
        return Kernel.Receive(_port, end, ref message) == ErrorCode.None;
    }

    // A number below 2^16 with the generation above it.
    private int Mark(int number) => (_generation << NumberBits) | number;

    private bool IsOurs(ReadOnlySpan<byte> frame) =>
        frame.Length >= LeastFrame && frame[12] == 0x88 && frame[13] == 0xB5
        && (frame[NumberAt + 2] | (frame[NumberAt + 3] << 8)) == _generation;

    private static int LengthOf(int number) => Header + 4 + (number * 211 % (int)(FrameRing.MostFrame - Header - 4 + 1));

    private void Fill(Span<byte> frame, int number)
    {
        ulong address = Link.Description.LinkAddress;
        for (int i = 0; i < 6; i++)
        {
            frame[i] = (byte)(i == 0 ? 2 : i);
            frame[6 + i] = (byte)(address >> (40 - (8 * i)));
        }

        frame[12] = 0x88;
        frame[13] = 0xB5;
        for (int i = NumberAt; i < frame.Length; i++)
        {
            frame[i] = i < NumberAt + 4 ? (byte)(number >> (8 * (i - NumberAt))) : ByteOf(number, i);
        }
    }

    private bool Has(ReadOnlySpan<byte> frame, int number, int length)
    {
        ulong address = Link.Description.LinkAddress;
        bool isSame = frame.Length == (length < LeastFrame ? LeastFrame : length);
        for (int i = 0; i < frame.Length && isSame; i++)
        {
            byte wanted = i < 6 ? (byte)(address >> (40 - (8 * i)))
                : i < 12 ? (byte)(i == 6 ? 2 : i - 6)
                : i < Header ? (byte)(i == 12 ? 0x88 : 0xB5)
                : i < NumberAt + 4 ? (byte)(number >> (8 * (i - NumberAt)))
                : i < length ? ByteOf(number, i)
                : (byte)0;
            isSame = frame[i] == wanted;
        }

        return isSame;
    }

    private static byte ByteOf(int number, int at) => (byte)((number * 31) + (at * 7) + (at >> 3));
}
