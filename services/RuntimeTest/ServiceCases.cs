// Suite interfaces: generated clients and dispatchers over IPC.

using System;
using System.Threading.Tasks;
using RustKernel.Runtime;
using RustKernel.SelfTests;
using RustKernel.Services;
using RustKernel.User;

namespace RustKernel.RuntimeTest;

[Suite("interfaces", 160)]
internal static partial class ServiceCases
{
    private const uint Protocol = 0xFFF0u << 16;
    private const int IsLong = 1 << 15;
    private const int HasObject = 1 << 14;
    private const long HelloLimit = 400_000;

    private static ParcelClient Parcel(out Handle<Port> port, bool isMortal = false)
    {
        port = Child.Port();
        _ = Child.Start("runtimetest"u8, port, Child.ServerRole | (isMortal ? Child.MortalRole : 0));
        return new ParcelClient(port) { TimeoutTicks = 20 * Kernel.SystemInfo(SystemItem.CounterHz) };
    }

    [Test]
    private static void Hello()
    {
        Handle<Port> port = Child.Port();
        Handle<Port> supervisor = Child.Port();
        _ = Child.Start("hello"u8, port, supervisor: supervisor);
        HelloClient hello = new(port);
        Result<string> first = hello.Greet("world");
        long cost = (long)(Measure.Instructions() - Child.StartedAt);
        Checks.Equal(ErrorCode.None, first.Error);
        Checks.Equal("Hello, world!", first.Value);
        Checks.Equal(ErrorCode.InvalidArgument, hello.Greet("").Error);
        Checks.Equal(ErrorCode.None, hello.Count(out uint greetings));
        Checks.Equal(1u, greetings);
        Checks.Equal(ErrorCode.None, hello.Stop());
        Checks.Equal(0ul, Child.WaitExit(supervisor));
        Report.Metric("hello_start", cost);
        Checks.AtMost(HelloLimit, cost);
    }

    [Test]
    private static void Values()
    {
        ParcelClient parcel = Parcel(out _);
        Checks.Equal(-(-5 + 7_000_000_000 + 1000), parcel.Add(-5, 7_000_000_000, true, Shade.Dark).Value);
        Result<Place> moved = parcel.Move(new Place { Row = -9, Column = 3, Shade = Shade.Light, Name = "spot \u00e9" });
        Checks.Equal(ErrorCode.None, moved.Error);
        Checks.Equal(-8, moved.Value.Row);
        Checks.Equal((short)2, moved.Value.Column);
        Checks.Equal(Shade.Light, moved.Value.Shade);
        Checks.Equal("spot \u00e9'", moved.Value.Name);
        Checks.Equal("abab", parcel.Twice("ab").Value);
        Checks.Equal("", parcel.Twice("").Value);
    }

    [Test]
    private static void Long()
    {
        ParcelClient parcel = Parcel(out _);
        string text = new('x', 1500);
        Checks.Equal(text + text, parcel.Twice(text).Value);
        byte[] bytes = new byte[4000];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)(i * 7);
        }

        for (int length = 40; length < bytes.Length; length += 660)
        {
            Checks.Equal(ErrorCode.None, parcel.Reverse(new ReadOnlySpan<byte>(bytes, 0, length), out byte[] reversed, out _));
            Checks.Equal(length, reversed.Length);
            bool isSame = true;
            for (int i = 0; i < length; i++)
            {
                isSame &= reversed[i] == bytes[length - 1 - i];
            }

            Checks.That(isSame);
        }

        // More than an operation's arguments or results may have.
        Checks.Equal(ErrorCode.InvalidArgument, parcel.Twice(new string('y', 5000)).Error);
        Checks.Equal(ErrorCode.InvalidState, parcel.Twice(new string('y', 3000)).Error);
        Checks.Equal("zz", parcel.Twice("z").Value);
    }

    [Test]
    private static void Handles()
    {
        ParcelClient parcel = Parcel(out _);
        Handle<Port> first = Child.Port();
        Handle<Port> second = Child.Port();
        Handle<Port> marked = Child.Duplicate(first, Rights.All, badge: 5);
        Checks.Equal(ErrorCode.None, parcel.Swap(marked, second, out Handle<Port> newFirst, out AnyHandle newSecond));
        Checks.Equal(ErrorCode.None, Kernel.Notify(newSecond.As<Port>(), 2));
        Message message = default;
        Checks.Equal(ErrorCode.None, Kernel.Receive(first, Deadline.Now, ref message));
        Checks.Equal(5ul, message.Badge.Value);
        Checks.Equal(ErrorCode.NotFound, Kernel.HandleClose(second));
        newFirst.Close();
        newSecond.Close();

        // A handle without the right to be transferred: nothing moves.
        Handle<Port> kept = Child.Duplicate(first, Rights.Send);
        Checks.Equal(ErrorCode.AccessDenied, parcel.Swap(kept, first, out _, out _));
        Checks.Equal(ErrorCode.None, Kernel.HandleClose(kept));
    }

    [Test]
    private static void Errors()
    {
        ParcelClient parcel = Parcel(out Handle<Port> port);
        Checks.Equal(ErrorCode.InvalidState, parcel.Throw(false));
        Checks.Equal(ErrorCode.InvalidState, parcel.Throw(true));
        Checks.Equal(ErrorCode.NotFound, parcel.Refuse(ErrorCode.NotFound));
        Checks.Equal(ErrorCode.InvalidState, parcel.Refuse(ErrorCode.DeviceError));
        Checks.Equal(ErrorCode.None, parcel.Refuse(ErrorCode.None));
        Checks.Equal(ErrorCode.NotSupported, new HelloClient(port).Greet("you").Error);
        Checks.Equal(ErrorCode.NotFound, new HelloClient(new(0xFFF)).Greet("you").Error);
        Handle<Port> badged = Child.Duplicate(port, Rights.Send, badge: 77);
        Checks.Equal(77ul, new ParcelClient(badged).Badge().Value);

        // Words that are no call and belong to no interface: the server drops them.
        Message sent = new() { Info = new MessageInfo(1, 1, 0, MessageKind.Send) };
        Checks.Equal(ErrorCode.None, Kernel.Send(port, Deadline.Never, in sent));
        Checks.Equal("aa", parcel.Twice("a").Value);
    }

    [Test]
    private static void Malformed()
    {
        ParcelClient parcel = Parcel(out Handle<Port> port);
        Handle<Memory> object1 = Memory();
        uint add = Protocol | 1;
        uint move = Protocol | 12;
        Raw(port, ErrorCode.InvalidArgument, add, 1);
        Raw(port, ErrorCode.InvalidArgument, add, 8);
        Raw(port, ErrorCode.InvalidArgument, add, 0);
        Raw(port, ErrorCode.InvalidArgument, add, 4, handle: Child.Port());
        Raw(port, ErrorCode.InvalidArgument, add | 0x800, 4);
        Raw(port, ErrorCode.InvalidArgument, add | IsLong, 4);
        Raw(port, ErrorCode.InvalidArgument, move, 2, word1: 0xFF00);
        Raw(port, ErrorCode.NotSupported, Protocol | 99, 2);
        Raw(port, ErrorCode.NotSupported, (77u << 16) | 1, 2);
        Raw(port, ErrorCode.InvalidArgument, Protocol | 2 | IsLong, 1, word0: 100);
        Raw(port, ErrorCode.InvalidArgument, Protocol | 2 | HasObject, 1);
        Raw(port, ErrorCode.InvalidArgument, Protocol | 2 | IsLong | HasObject, 1, word0: 1_000_000, handle: object1);
        Raw(port, ErrorCode.InvalidArgument, Protocol | 2 | IsLong | HasObject, 1, word0: ulong.MaxValue, handle: Memory());
        Raw(port, ErrorCode.InvalidArgument, Protocol | 2 | IsLong | HasObject, 1, word0: 4000, handle: Child.Port());
        Raw(port, ErrorCode.InvalidArgument, Protocol | 2 | IsLong | HasObject, 2, word0: 100, handle: Memory());

        // A text longer than the message, and one whose results have no place to go.
        Raw(port, ErrorCode.InvalidArgument, Protocol | 2, 2, word0: 200);
        Raw(port, ErrorCode.InvalidState, Protocol | 2, 8, word0: 60);
        Checks.Equal(ErrorCode.NotFound, Kernel.HandleClose(object1));
        Checks.Equal("okok", parcel.Twice("ok").Value);
    }

    private static Handle<Memory> Memory()
    {
        Checks.Equal(ErrorCode.None, Kernel.MemoryCreate(8192, out Handle<Memory> memory));
        return memory;
    }

    private static void Raw(
        Handle<Port> port,
        ErrorCode expected,
        uint label,
        uint words,
        ulong word0 = 0,
        ulong word1 = 0,
        AnyHandle handle = default,
        [System.Runtime.CompilerServices.CallerLineNumber] int line = 0)
    {
        Message message = new() { Handles = new MessageHandles(handle) };
        message.Info = new MessageInfo(label, words, handle.IsNone ? 0u : 1, MessageKind.Call);
        message.Words[0] = word0;
        message.Words[1] = word1;
        Checks.Equal(ErrorCode.None, Kernel.Call(port, Deadline.Never, ref message), line);
        Checks.Equal((uint)expected, message.Info.Label, line);
        Checks.Equal(0u, message.Info.Words, line);
    }

    [Test]
    private static void Deferred()
    {
        ParcelClient parcel = Parcel(out Handle<Port> port);

        // The request arrives before the notification, which makes the server answer it.
        Checks.Equal(3L, parcel.Add(1, 1, false, Shade.Light).Value);
        Checks.Equal(ErrorCode.None, Kernel.TimerCreate(port, new(1), out Handle<Timer> timer));
        Checks.Equal(ErrorCode.None, Kernel.HandleClose(timer));
        parcel.TimeoutTicks = Kernel.SystemInfo(SystemItem.CounterHz) / 50;
        Checks.Equal(ErrorCode.TimedOut, parcel.Wait().Error);

        // Answered after its caller gave up: no effect. Then one for which another client waits.
        Checks.Equal(ErrorCode.None, Kernel.Notify(port, 4));
        parcel.TimeoutTicks = Kernel.Never;
        Checks.Equal("ww", parcel.Twice("w").Value);
    }

    [Test]
    private static void Awaited() => AwaitAll().Wait();

    // Many calls in flight on one loop; in the meantime their server serves others, and so does the loop.
    private static async Task AwaitAll()
    {
        ParcelClient parcel = Parcel(out _);
        string order = "";
        async Task Note(int milliseconds, string text)
        {
            Result<string> later = await parcel.Later(milliseconds, text);
            Checks.Equal(ErrorCode.None, later.Error);
            order += later.Value;
        }

        // Far apart, as a busy host may stop the emulator between two calls.
        Task all = Task.WhenAll(Note(900, "d"), Note(300, "b"), Note(600, "c"), Note(0, "a"));
        Checks.Equal("xx", parcel.Twice("x").Value);
        Checks.Equal(ErrorCode.InvalidState, (await parcel.Later(1, "")).Error);
        await all;
        Checks.Equal("abcd", order);

        Task<ErrorCode>[] refused = new Task<ErrorCode>[100];
        for (int i = 0; i < refused.Length; i++)
        {
            refused[i] = parcel.RefuseAsync(i % 2 == 0 ? ErrorCode.None : ErrorCode.NotFound);
        }

        for (int i = 0; i < refused.Length; i++)
        {
            Checks.Equal(i % 2 == 0 ? ErrorCode.None : ErrorCode.NotFound, await refused[i]);
        }

        string text = new('y', 1500);
        Checks.Equal(text, (await parcel.Later(0, text)).Value);
        Checks.Equal(ErrorCode.NotFound, await new ParcelClient(new(0xFFF)).RefuseAsync(ErrorCode.None));
        parcel.TimeoutTicks = Kernel.SystemInfo(SystemItem.CounterHz) / 50;
        Checks.Equal(ErrorCode.TimedOut, (await parcel.Later(2000, text)).Error);
    }

    // Two servers at a port, which would both end: the request that ends the first does not reach the second, which answers others.
    [Test]
    private static void Poison()
    {
        ParcelClient parcel = Parcel(out Handle<Port> port, isMortal: true);
        Checks.Equal(3L, parcel.Add(1, 1, false, Shade.Light).Value);
        Handle<Port> supervisor = Child.Port();
        _ = Child.Start("runtimetest"u8, port, Child.ServerRole | Child.MortalRole, supervisor);
        Checks.Equal(ErrorCode.ServerEnded, parcel.Die().Error);
        Checks.Equal(3L, parcel.Add(1, 1, false, Shade.Light).Value);
        Checks.Equal(ErrorCode.ServerEnded, parcel.DieOf("a payload").Error);
        Checks.Equal(3ul, Child.WaitExit(supervisor));
    }

    // The same, awaited: it ends with the server, not at the deadline. A request that no one received waits for the next server.
    [Test]
    private static void Ended()
    {
        ParcelClient parcel = Parcel(out Handle<Port> port, isMortal: true);
        Task<Result<uint>> dying = parcel.DieAsync();
        Task<ErrorCode> waiting = parcel.RefuseAsync(ErrorCode.None);
        Checks.Equal(ErrorCode.ServerEnded, dying.Result.Error);
        _ = Child.Start("runtimetest"u8, port, Child.ServerRole);
        Checks.Equal(ErrorCode.None, waiting.Result);
    }

    [Test]
    private static void Cost()
    {
        ParcelClient parcel = Parcel(out _);
        long least = long.MaxValue;
        for (int i = 0; i < 20; i++)
        {
            ulong before = Measure.Instructions();
            Checks.Equal(3L, parcel.Add(1, 1, false, Shade.Light).Value);
            least = Math.Min(least, (long)(Measure.Instructions() - before));
        }

        Report.Metric("service_call", least);
        Checks.AtMost(3_000, least);
    }
}
