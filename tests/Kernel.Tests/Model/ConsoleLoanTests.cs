// The serial line lent to a process and taken back: each byte is sent once, whether kernel or borrower sends it, and hostile numbers send
// none.

using System;
using System.Text;
using RustKernel.Arm64;
using RustKernel.Diagnostics;
using RustKernel.Ipc;
using RustKernel.Kernel.Tests.Fakes;
using RustKernel.Memory;
using RustKernel.Memory.Frames;
using RustKernel.Objects;
using RustKernel.Scheduling;
using RustKernel.Smp;
using RustKernel.Spaces;
using Xunit;

namespace RustKernel.Kernel.Tests.Model;

[Collection("console")]
public sealed class ConsoleLoanTests : IDisposable
{
    private const ulong RingBytes = 2 * FrameSize.Bytes;

    private readonly RecordingConsole _device = new();
    private readonly ulong _frames;
    private readonly ulong _objects;
    private readonly uint _process;
    private readonly uint _port;
    private readonly uint _ring;

    public ConsoleLoanTests()
    {
        ModelMachine.Start();
        PerCpu.Own = 0;
        KernelConsole.Use(_device);
        _frames = KernelMemory.Frames.Statistics.FreeFrames;
        _objects = KernelObjects.UsedObjects;
        _process = ProcessLife.Create(default, 100, 20, 20, 0).Value.Index;
        _port = PortLife.Create(new(_process), 1).Value.Index;
        _ring = MemoryObjects.CreateAnonymous(new(_process), RingBytes).Value.Index;
    }

    // Whatever a test did, the end of the process frees everything.
    public void Dispose()
    {
        KernelLock.Enter();
        ProcessLife.End(ref KernelObjects.Process(_process), ExitCause.Killed, 0);
        ObjectReferences.Release(ObjectKind.Port, _port);
        ObjectReferences.Release(ObjectKind.Memory, _ring);
        ObjectReferences.Release(ObjectKind.Process, _process);
        KernelLock.Leave();
        UserLoop.FinishChores();
        Assert.Equal((_frames, _objects), (KernelMemory.Frames.Statistics.FreeFrames, KernelObjects.UsedObjects));
        ModelMachine.Stop();
    }

    [Fact]
    public void What_the_borrower_and_the_log_still_hold_goes_out_once()
    {
        Lend();
        Fill("lost abc", sent: 5);
        KernelConsole.Write("seen\n"u8);
        ConsoleLoan.Saw(new(_process), KernelLog.End);
        KernelConsole.Write("unseen\n"u8);
        Assert.Empty(_device.Text);
        ConsoleLoan.TakeBack();
        Assert.Equal("abcunseen\r\n", _device.Text);
        ConsoleLoan.TakeBack();
        KernelConsole.Write("after\n"u8);
        Assert.Equal("abcunseen\r\nafter\r\n", _device.Text);
    }

    [Fact]
    public void The_end_of_the_borrower_gives_the_line_back_and_lets_another_have_it()
    {
        Lend();
        Fill("x", sent: 0);
        Assert.Equal(ErrorCode.InvalidState, ConsoleLoan.Take(new(_process), new(_port), new(_ring)));
        ConsoleLoan.End(new(_process));
        UserLoop.FinishChores();
        Assert.Equal("x\r\n", _device.Text);
        Lend();
    }

    [Fact]
    public void Taken_back_nobody_else_has_it_before_the_borrower_has_ended()
    {
        Lend();
        ConsoleLoan.TakeBack();
        Assert.Equal(ErrorCode.InvalidState, ConsoleLoan.Take(new(_process), new(_port), new(_ring)));
        ConsoleLoan.End(new(_process));
        Lend();
    }

    [Theory]
    [InlineData(ulong.MaxValue, 0ul)]
    [InlineData(0ul, 1ul)]
    [InlineData(FrameSize.Bytes + 1, 0ul)]
    public void Numbers_that_the_ring_cannot_hold_send_nothing(ulong end, ulong sent)
    {
        Lend();
        Fill("secret", sent: 0);
        PhysicalAddress head = Page(0);
        default(DirectMap).Write64(head, end);
        default(DirectMap).Write64(head + 8, sent);
        ConsoleLoan.TakeBack();
        Assert.Equal("\r\n", _device.Text);
    }

    [Theory]
    [InlineData(FrameSize.Bytes)]
    [InlineData(ConsoleLoan.MaximumBytes + FrameSize.Bytes)]
    public void A_ring_of_another_size_is_refused(ulong sizeBytes)
    {
        uint ring = MemoryObjects.CreateAnonymous(new(_process), sizeBytes).Value.Index;
        Assert.Equal(ErrorCode.InvalidArgument, ConsoleLoan.Take(new(_process), new(_port), new(ring)));
        ObjectReferences.Release(ObjectKind.Memory, ring);
        KernelConsole.Write("still the kernel's\n"u8);
        Assert.Equal("still the kernel's\r\n", _device.Text);
    }

    // At 115200 baud a full ring takes 5 seconds. No entry during that keeps others out of the kernel for longer than 200 microseconds.
    [Fact]
    public void A_full_ring_of_a_dead_borrower_goes_out_without_anybody_waiting_for_the_line()
    {
        const ulong MostMicroseconds = 200;
        SlowConsole line = new();
        KernelConsole.Use(line);
        uint big = MemoryObjects.CreateAnonymous(new(_process), ConsoleLoan.MaximumBytes).Value.Index;
        const ulong Size = ConsoleLoan.MaximumBytes - FrameSize.Bytes;
        for (ulong at = 0; at < Size; at += 8)
        {
            PhysicalAddress page =
                MemoryObjects.Page(ref KernelObjects.Memory(big), FrameSize.Bytes + (at & ~FrameSize.Mask), create: true).Value;
            default(DirectMap).Write64(page + (at & FrameSize.Mask), 0x0A67_6E69_7274_7300 | 'x');
        }

        PhysicalAddress head = MemoryObjects.Page(ref KernelObjects.Memory(big), 0, create: true).Value;
        default(DirectMap).Write64(head, Size);
        Assert.Equal(ErrorCode.None, ConsoleLoan.Take(new(_process), new(_port), new(big)));
        Work.Reset();
        ConsoleLoan.End(new(_process));
        Assert.InRange(Work.PolledMicroseconds, 0ul, MostMicroseconds);
        int steps = 0;
        ulong start = SystemRegisters.CNTVCT_EL0;
        for (; Chores.Flags != 0 && steps < 1_000_000; steps++)
        {
            Work.Reset();
            UserLoop.DoChores();
            Assert.InRange(Work.PolledMicroseconds, 0ul, MostMicroseconds);
            Assert.InRange(Work.Memory, 0ul, 1_000ul);
            SystemRegisters.CNTVCT_EL0 += 6_250;
        }

        // All of it, an LF with its CR, and no faster than the line.
        Assert.Equal(Size + (Size / 8), (ulong)line.Bytes.Length);
        Assert.True(
            KernelClock.ToMicroseconds(SystemRegisters.CNTVCT_EL0 - start) > ((ulong)line.Bytes.Length - 32) * 80,
            "a line that is faster than its baud rate proves nothing");
        ObjectReferences.Release(ObjectKind.Memory, big);
    }

    private void Lend() => Assert.Equal(ErrorCode.None, ConsoleLoan.Take(new(_process), new(_port), new(_ring)));

    private void Fill(string text, ulong sent)
    {
        PhysicalAddress data = Page(FrameSize.Bytes);
        byte[] bytes = new byte[(text.Length + 7) & ~7];
        Encoding.ASCII.GetBytes(text, bytes);
        for (int i = 0; i < bytes.Length; i += 8)
        {
            default(DirectMap).Write64(data + (ulong)i, BitConverter.ToUInt64(bytes, i));
        }

        default(DirectMap).Write64(Page(0), (ulong)text.Length);
        default(DirectMap).Write64(Page(0) + 8, sent);
    }

    private PhysicalAddress Page(ulong offset) => MemoryObjects.Page(ref KernelObjects.Memory(_ring), offset, create: true).Value;
}
