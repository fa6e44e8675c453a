// Messages, timers and tasks in one wait: only the target has this.

using System.Threading.Tasks;
using RustKernel.Runtime;
using RustKernel.SelfTests;
using RustKernel.User;

namespace RustKernel.RuntimeTest;

[Suite("async", 170, Part = 1)]
internal static partial class LoopCases
{
    [Test]
    internal static void Messages()
    {
        Wait().Wait();
        Order().Wait();
    }

    private static async Task Wait()
    {
        Badge timerBadge = new(5);
        Badge sendBadge = new(6);
        EventLoop loop = EventLoop.Current;
        Handle<Port> toLoop = Child.Duplicate(loop.Port, Rights.All, sendBadge.Value);
        Checks.Equal(ErrorCode.None, Kernel.TimerCreate(loop.Port, timerBadge, out Handle<Timer> timer));
        Task<Message> tick = loop.ReceiveAsync(timerBadge);
        Task<Message> sent = loop.ReceiveAsync(sendBadge);
        Checks.Equal(ErrorCode.None, Kernel.TimerSet(timer, new(Kernel.ReadCounter() + 1000), 0));
        Message message = new() { Info = new MessageInfo(7, 1, 0, MessageKind.Send) };
        message.Words[0] = 99;
        Checks.Equal(ErrorCode.None, Kernel.Send(toLoop, Deadline.Now, in message));
        await Task.Delay(1);
        await Task.WhenAll(tick, sent);
        Checks.Equal(MessageKind.Timer, new MessageInfo(tick.Result.Info.Bits).Kind);
        Checks.Equal(7u, new MessageInfo(sent.Result.Info.Bits).Label);
        Checks.Equal(99ul, FirstWord(sent.Result));
    }

    private static async Task Order()
    {
        string order = "";
        async Task Add(int milliseconds, string name)
        {
            await Task.Delay(milliseconds);
            order += name;
        }

        // Far apart, as a busy host may stop the emulator between two calls.
        await Task.WhenAll(Add(750, "d"), Add(250, "b"), Add(500, "c"), Add(0, "a"), Add(750, "e"));
        Checks.Equal("abcde", order);
    }

    private static ulong FirstWord(Message message) => message.Words[0];
}
