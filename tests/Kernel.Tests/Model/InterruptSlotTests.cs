// Handlers and their lines: the table holds 31 handlers, not 31 lines.

using System;
using RustKernel.Exceptions;
using Xunit;

namespace RustKernel.Kernel.Tests.Model;

[Collection("console")]
public sealed class InterruptSlotTests : IDisposable
{
    private const uint Lines = 128;

    public InterruptSlotTests() => ModelMachine.Start();

    public void Dispose() => ModelMachine.Stop();

    [Fact]
    public void Lines_of_one_handler_share_its_slot_which_is_free_when_the_last_is_gone()
    {
        Counter shared = new();
        for (uint line = 0; line < Lines; line++)
        {
            Assert.Equal(ErrorCode.None, Register(line, shared));
        }

        Assert.Equal(ErrorCode.AlreadyExists, Register(0, new Counter()));
        for (uint line = 0; line < Lines; line++)
        {
            Assert.Equal(ErrorCode.None, Interrupts.Unregister(new Intid(Intid.FirstSpi + line)));
        }

        uint handlers = 0;
        while (Register(handlers, new Counter()) == ErrorCode.None)
        {
            handlers++;
        }

        // One slot means "none"; any machine of the model uses at most one.
        Assert.InRange(handlers, 30u, 31u);
        Assert.Equal(ErrorCode.OutOfMemory, Register(handlers, new Counter()));
        for (uint line = 0; line < handlers; line++)
        {
            Assert.Equal(ErrorCode.None, Interrupts.Unregister(new Intid(Intid.FirstSpi + line)));
        }
    }

    private static ErrorCode Register(uint line, InterruptHandler handler)
        => Interrupts.Register(InterruptSpecifier.Decode(0, line, 4).Value, handler);

    private sealed class Counter : InterruptHandler
    {
        public override void Handle(Intid intid)
        {
        }
    }
}
