// Programs and archives from outside: sound ones load, damaged ones are refused or load without breaking a rule, and nothing stays behind.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using RustKernel.Arm64;
using RustKernel.Memory;
using RustKernel.Memory.Frames;
using RustKernel.Memory.Paging;
using RustKernel.Objects;
using RustKernel.Scheduling;
using RustKernel.Smp;
using RustKernel.Spaces;
using Xunit;

namespace RustKernel.Kernel.Tests.Model;

[Collection("console")]
public sealed class LoaderTests : IDisposable
{
    private const ulong Entry = 0x40_0010;
    private const int Damages = 6_000;

    private static readonly Protection[] s_allowed = [Protection.UserExecute, Protection.UserReadOnly, Protection.UserReadWrite];

    private readonly PhysicalAddress _place;
    private readonly uint _file;

    public LoaderTests()
    {
        ModelMachine.Start();
        PerCpu.Own = 0;
        _place = ModelMachine.KeptFile;
        _file = ModelMachine.KeptFileObject;
    }

    public void Dispose()
    {
        ModelMachine.Stop();
    }

    [Fact]
    public void A_sound_program_gets_its_segments_and_its_entry()
    {
        Result<ulong> result = Load(Program(), static (ref Process process) =>
        {
            Assert.Equal(2u, process.RegionCount);
            Assert.Equal((0x40_0000ul, Protection.UserExecute), (process.Regions[0].Start, process.Regions[0].Protection));
            Assert.Equal(
                (0x41_0000ul, 0x2000ul, Protection.UserReadWrite),
                (process.Regions[1].Start, process.Regions[1].SizeBytes, process.Regions[1].Protection));
        });
        Assert.Equal(Entry, result.Value);
    }

    [Theory]
    [InlineData(18, 0x3E)] // another machine
    [InlineData(16, 3)] // position-independent
    [InlineData(56, 0)] // no program headers
    [InlineData(56, 17)] // too many
    [InlineData(32, 0x41)] // table not aligned
    [InlineData(64 + 4, 7)] // writable and executable
    [InlineData(64 + 4, 1)] // not readable
    [InlineData(64 + 8, 0x10)] // at another place in its page than its address
    [InlineData(64 + 16, 0x10)] // an address at another place in its page than the file
    [InlineData(64, 3)] // needs an interpreter
    [InlineData(24, 0x12)] // entry not aligned
    [InlineData(64 + 56 + 16, 0)] // at address 0
    public void What_is_not_allowed_is_corrupt(int at, int value)
    {
        byte[] program = Program();
        BinaryPrimitives.WriteUInt16LittleEndian(program.AsSpan(at), (ushort)value);
        if (at == 64 + 56 + 16)
        {
            program.AsSpan(at, 8).Clear();
        }

        Assert.Equal(ErrorCode.Corrupt, Load(program, static (ref Process _) => { }).Error);
    }

    [Fact]
    public void Segments_share_a_page_of_the_file_but_none_in_memory()
    {
        byte[] program = Program();
        Segment(program, 64 + 56, 6, 4096 + 0x100, 0x41_0100, 0x20, 0x1800);
        Assert.Equal(Entry, Load(program, static (ref Process process) => Assert.Equal(
            (0x41_0000ul, 0x2000ul, Protection.UserReadWrite),
            (process.Regions[1].Start, process.Regions[1].SizeBytes, process.Regions[1].Protection))).Value);
        Segment(program, 64 + 56, 6, 4096 + 0x100, 0x40_0100, 0x20, 0x1800);
        Assert.Equal(ErrorCode.Corrupt, Load(program, static (ref Process _) => { }).Error);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_damaged_program_breaks_no_rule(int seed)
    {
        Random random = new(seed);
        int loaded = 0;
        for (int i = 0; i < Damages; i++)
        {
            byte[] program = Program();
            for (int damage = random.Next(1, 5); damage > 0; damage--)
            {
                Damage(program, random);
            }

            loaded += Load(program, CheckRegions).IsOk ? 1 : 0;
        }

        Assert.InRange(loaded, Damages / 100, Damages - (Damages / 4));
    }

    // What was loaded belongs to the process and refers to it: that must not keep it alive.
    [Fact]
    public void A_loaded_process_that_never_ran_goes_with_its_last_handle()
    {
        ulong frames = KernelMemory.Frames.Statistics.FreeFrames;
        ulong objects = KernelObjects.UsedObjects;
        Write(Program());
        KernelLock.Enter();
        uint slot = ProcessLife.Create(default, 100, 20, 20, 0).Value.Index;
        Assert.True(ElfLoader.Load(ref KernelObjects.Process(slot), new(_file), 0, 3 * 4096).IsOk);
        ObjectReferences.Release(ObjectKind.Process, slot);
        KernelLock.Leave();
        UserLoop.FinishChores();
        Assert.Equal((frames, objects), (KernelMemory.Frames.Statistics.FreeFrames, KernelObjects.UsedObjects));
    }

    // Its memory is freed after its end is reported, and its maker may still hold a handle.
    [Fact]
    public void What_a_dead_process_no_longer_uses_is_its_owners_again()
    {
        Write(Program());
        KernelLock.Enter();
        uint owner = ProcessLife.Create(default, 200, 60, 20, 0).Value.Index;
        uint slot = ProcessLife.Create(new(owner), 100, 20, 20, 0).Value.Index;
        ref Process process = ref KernelObjects.Process(slot);
        Assert.True(ElfLoader.Load(ref process, new(_file), 0, 3 * 4096).IsOk);
        Assert.NotEqual(0ul, process.Objects.Used);
        ProcessLife.End(ref process, ExitCause.Killed, 0);
        KernelLock.Leave();
        UserLoop.FinishChores();
        Assert.Equal((ProcessState.Dead, 0ul, 0ul), (process.State, process.Objects.Used, process.Objects.Limit));
        Assert.Equal(1ul, KernelObjects.Process(owner).Objects.Used);
        KernelLock.Enter();
        ObjectReferences.Release(ObjectKind.Process, slot);
        ObjectReferences.Release(ObjectKind.Process, owner);
        KernelLock.Leave();
        UserLoop.FinishChores();
    }

    [Fact]
    public void Archives_are_searched_and_damaged_ones_end()
    {
        byte[] archive = Archive(("one", "first"), ("two", "the second"));
        Assert.Equal(ErrorCode.None, new CpioArchive(archive).Find("two"u8, out int at, out int length));
        Assert.Equal("the second", Encoding.ASCII.GetString(archive, at, length));
        Assert.Equal(ErrorCode.NotFound, new CpioArchive(archive).Find("three"u8, out _, out _));
        Random random = new(1);
        HashSet<ErrorCode> seen = [];
        for (int i = 0; i < 20_000; i++)
        {
            byte[] damaged = (byte[])archive.Clone();
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            Array.Resize(ref damaged, random.Next(3) == 0 ? random.Next(damaged.Length) : damaged.Length);
            ErrorCode error = new CpioArchive(damaged).Find("two"u8, out at, out length);
            _ = seen.Add(error);
            Assert.True(error != ErrorCode.None || damaged.AsSpan(at, length).Length == length);
        }

        Assert.Equal([ErrorCode.None, ErrorCode.NotFound, ErrorCode.Corrupt], seen.Order());
    }

    private delegate void Look(ref Process process);

    private void Write(byte[] program)
    {
        for (int i = 0; i < program.Length; i += 8)
        {
            default(DirectMap).Write64(_place + (ulong)i, BinaryPrimitives.ReadUInt64LittleEndian(program.AsSpan(i)));
        }
    }

    private Result<ulong> Load(byte[] program, Look look)
    {
        Write(program);
        ulong frames = KernelMemory.Frames.Statistics.FreeFrames;
        uint slot = ProcessLife.Create(default, 100, 20, 20, 0).Value.Index;
        ref Process process = ref KernelObjects.Process(slot);
        Result<ulong> result = ElfLoader.Load(ref process, new(_file), 0, (ulong)program.Length);
        if (result.IsOk)
        {
            look(ref process);
        }

        KernelLock.Enter();
        ProcessLife.End(ref process, ExitCause.Killed, 0);
        ObjectReferences.Release(ObjectKind.Process, slot);
        KernelLock.Leave();
        UserLoop.FinishChores();
        Assert.Equal(frames, KernelMemory.Frames.Statistics.FreeFrames);
        return result;
    }

    private static void CheckRegions(ref Process process)
    {
        for (uint i = 0; i < process.RegionCount; i++)
        {
            Region region = process.Regions[i];
            Assert.Contains(region.Protection, s_allowed);
            Assert.InRange(region.Start, FrameSize.Bytes, (1ul << 47) - region.SizeBytes);
            Assert.True(region.Offset + region.SizeBytes <= KernelObjects.Memory(region.Object).SizeBytes);
        }
    }

    // Half of the damages hit the headers, with meaningful numbers.
    private static void Damage(byte[] program, Random random)
    {
        int at = random.Next(2) == 0 ? random.Next(176) : random.Next(program.Length);
        if (random.Next(2) == 0)
        {
            program[at] = (byte)random.Next(256);
            return;
        }

        ulong value = random.Next(5) switch
        {
            0 => ulong.MaxValue,
            1 => 1ul << random.Next(64),
            2 => 4096ul * (ulong)random.Next(16),
            3 => 0,
            _ => (ulong)random.NextInt64(),
        };
        BinaryPrimitives.WriteUInt64LittleEndian(program.AsSpan(Math.Min(at & ~7, program.Length - 8)), value);
    }

    // Code in the second page, data in the third; the data segment is longer in memory.
    private static byte[] Program()
    {
        byte[] file = new byte[3 * 4096];
        BinaryPrimitives.WriteUInt64LittleEndian(file, 0x0001_0102_464C_457F);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(16), 2 | (183ul << 16) | (1ul << 32));
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(24), Entry);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(32), 64);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(48), (64ul << 32) | (56ul << 48));
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(56), 2);
        Segment(file, 64, 5, 4096, 0x40_0000, 0x100, 0x100);
        Segment(file, 64 + 56, 6, 8192, 0x41_0000, 0x20, 0x1800);
        return file;
    }

    private static void Segment(byte[] file, int at, uint flags, ulong offset, ulong address, ulong fileBytes, ulong memoryBytes)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(at), 1 | ((ulong)flags << 32));
        ulong[] words = [offset, address, address, fileBytes, memoryBytes, 4096];
        for (int i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(at + 8 + (i * 8)), words[i]);
        }
    }

    private static byte[] Archive(params (string Name, string Text)[] files)
    {
        StringBuilder text = new();
        foreach ((string name, string contents) in (IEnumerable<(string, string)>)[.. files, ("TRAILER!!!", "")])
        {
            uint[] fields = [1, 0x81A4, 0, 0, 1, 0, (uint)contents.Length, 0, 0, 0, 0, (uint)name.Length + 1, 0];
            text.Append("070701");
            foreach (uint field in fields)
            {
                text.Append(field.ToString("X8", System.Globalization.CultureInfo.InvariantCulture));
            }

            text.Append(name).Append('\0');
            Pad(text);
            text.Append(contents);
            Pad(text);
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static void Pad(StringBuilder text)
    {
        while (text.Length % 4 != 0)
        {
            text.Append('\0');
        }
    }
}
