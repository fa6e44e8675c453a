// The services' unwinder on the tables of a real program. With good tables it finds and leaves
// every method. With damaged ones a walk ends after as many steps as the stack has words, and
// accesses nothing outside image and stack (which lie between guards).

using System;
using System.IO;
using System.Linq;
using RustKernel.Build.ImageCheck;
using RustKernel.Runtime;
using Xunit;

namespace RustKernel.RuntimeParity.Tests;

public sealed unsafe class UnwinderTests : IDisposable
{
    private const int StackBytes = 64 * 1024;
    private const int FrameBytes = 8 * 1024;
    private const int HeadBytes = 12;
    private const int EntryBytes = 8;
    private readonly ElfFile _program = ElfFile.Read(Path.Combine(SurfaceTests.Root(), "artifacts/services/runtimetest.elf"));
    private readonly ulong _address;
    private readonly ulong _code;
    private readonly int _codeWords;
    private readonly ElfSection _table;
    private readonly ulong[] _clauses;
    private readonly GuardedMemory _image;
    private readonly GuardedMemory _stack = new(StackBytes);

    public UnwinderTests()
    {
        _address = Symbol("_image_start");
        int bytes = (int)(Symbol("_image_end") - _address) & ~7;
        _image = new GuardedMemory(bytes);
        foreach (ElfSection section in _program.Sections.Where(section => section.IsAllocated))
        {
            _program.BytesAt(section.Address, (int)section.Size).CopyTo(new Span<byte>(At(section.Address), (int)section.Size));
        }

        ElfSection code = _program.Sections.Single(section => section.Name == ".text");
        _code = (ulong)At(code.Address);
        _codeWords = (int)code.Size / 4;
        Native.Start = _image.Start;
        Native.End = _image.Start + bytes;
        _table = _program.Sections.Single(section => section.Name == ".unwind");
        _clauses = [.. _program.Symbols
            .Where(symbol => symbol.Name.StartsWith("__ehinfo_", StringComparison.Ordinal))
            .Select(symbol => symbol.Address)];
        Native.Table = At(Symbol("unwind_table"));
    }

    public void Dispose()
    {
        _image.Dispose();
        _stack.Dispose();
    }

    [Fact]
    public void Each_method_of_a_program_is_found_and_left()
    {
        int count = *(int*)Native.Table;
        int methods = 0;
        int clauses = 0;
        int withFrame = 0;
        for (byte* entry = Native.Table + HeadBytes; entry < Native.Table + HeadBytes + (count * EntryBytes); entry += EntryBytes)
        {
            ulong start = (ulong)(Native.Table + *(int*)entry);
            Unwinder unwinder = default;
            bool isMethod = *(ushort*)(entry + 4) != 0;
            Assert.True(unwinder.Find(start) == isMethod, $"method {methods}");
            if (!isMethod)
            {
                continue;
            }

            Assert.Equal(start, unwinder.Start);

            // At the end the frame is complete: nothing describes how to remove it.
            methods++;
            uint length = (uint)(*(int*)(entry + EntryBytes) - *(int*)entry);
            Frame frame = Bottom(start + length - 4, new Random(methods));
            Assert.True(unwinder.Step(&frame, true, StackEnd), $"method {methods}");
            withFrame += frame.StackPointer > (ulong)_stack.Start ? 1 : 0;
            Clauses read = new(unwinder);
            while (read.Next())
            {
                clauses++;
            }
        }

        Assert.False(default(Unwinder).Find((ulong)_image.Start));
        Assert.True(methods > 500, $"{methods} methods");
        Assert.True(clauses > 200, $"{clauses} clauses");
        Assert.True(withFrame > methods * 9 / 10, $"{withFrame} of {methods} have a frame");
    }

    [Fact]
    public void Functions_that_were_compiled_are_described()
    {
        // Functions in assembly have no size.
        ElfSymbol[] functions = [.. _program.Symbols.Where(symbol => symbol.IsFunction && symbol.Size > 0)];
        Assert.True(functions.Length > 500, $"{functions.Length} functions");
        int described = 0;
        foreach (ElfSymbol function in functions)
        {
            ulong start = (ulong)At(function.Address);
            Unwinder unwinder = default;
            if (unwinder.Find(start))
            {
                described++;
                Assert.Equal(start, unwinder.Start);
            }
        }

        // The others only jump to another function.
        Assert.True(described > functions.Length * 8 / 10, $"{described} of {functions.Length} functions are described");
    }

    [Fact]
    public void Damaged_tables_end_the_walk()
    {
        int most = 0;
        for (int seed = 0; seed < 2000; seed++)
        {
            Random random = new(seed);
            (nint Place, byte Was)[] damage = [.. Enumerable.Range(0, 1 << random.Next(8)).Select(_ => Damage(random))];
            most = Math.Max(most, Walk(random));
            foreach ((nint place, byte was) in damage.Reverse())
            {
                *(byte*)place = was;
            }
        }

        // Some go far, so that there is something to limit.
        Assert.InRange(most, 8, (StackBytes / 8) + 1);
    }

    private (nint Place, byte Was) Damage(Random random)
    {
        byte* place = random.Next(3) == 0
            ? At(_clauses[random.Next(_clauses.Length)]) + random.Next(16)
            : At(_table.Address) + random.Next((int)_table.Size);
        byte was = *place;
        *place = random.Next(4) switch
        {
            0 => 0,
            1 => 0xFF,
            2 => (byte)(was ^ (1 << random.Next(8))),
            _ => (byte)random.Next(256),
        };
        return ((nint)place, was);
    }

    // Like the runtime's walk when nothing catches: all frames, all clauses of each.
    private int Walk(Random random)
    {
        // Pairs of x29 and x30, so that walks go far.
        for (int i = 0; i < StackBytes; i += 8)
        {
            *(ulong*)(_stack.Start + i) = (i & 8) != 0
                ? Code(random)
                : (ulong)_stack.Start + (ulong)(random.Next(i / 16, StackBytes / 16) * 16);
        }

        StackWalk walk = new(Bottom(Code(random), random), random.Next(8) == 0, null, StackEnd);
        int frames = 0;
        while (walk.Enter())
        {
            Assert.InRange(++frames, 1, (StackBytes / 8) + 1);
            Clauses clauses = new(walk.Unwinder);
            while (clauses.Next())
            {
                _ = walk.Covers(clauses);
            }

            if (!walk.Leave())
            {
                break;
            }
        }

        return frames;
    }

    private Frame Bottom(ulong pc, Random random)
    {
        Frame frame = default;
        for (int i = 0; i < 12; i++)
        {
            frame.Saved[i] = i == 10 ? (ulong)_stack.Start + FrameBytes : Code(random);
        }

        frame.StackPointer = (ulong)_stack.Start;
        frame.PC = pc;
        return frame;
    }

    // After a place where a method begins, like return addresses.
    private ulong Code(Random random) => _code + (ulong)(random.Next(_codeWords) * 4);

    private ulong StackEnd => (ulong)_stack.Start + StackBytes;

    private byte* At(ulong address) => _image.Start + (address - _address);

    private ulong Symbol(string name) => _program.Find(name)!.Address;
}
