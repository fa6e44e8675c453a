// Suite lang: the C# of the kernel works as it should when ilc compiles it against our own CoreLib. Inputs go through
// Opaque, so that the compiler cannot compute the answers beforehand.

using System;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Threading;
using RustKernel.SelfTests;

namespace RustKernel.Suites;

/// <summary>Tests of the language and of CoreLib on the target.</summary>
[Suite("lang", 20)]
internal sealed partial class LangSuite : TestSuite
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Opaque(int value) => value;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Opaque(long value) => value;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong Opaque(ulong value) => value;

    [Test]
    private static void Arithmetic(ref TestContext context)
    {
        int a = Opaque(7);
        int b = Opaque(-3);
        context.Equal(4, (ulong)(a + b), "7 + -3"u8);
        context.Check(a * b == -21, "7 * -3"u8);
        context.Check(a / b == -2, "7 / -3 rounds towards zero"u8);
        context.Check(a % b == 1, "7 % -3 takes the dividend's sign"u8);
        context.Equal(0xFFFF_FFFD, (uint)b, "-3 as uint"u8);
        context.Check((b >> 1) == -2, "arithmetic shift right"u8);
        context.Equal(0x7FFF_FFFE, (uint)b >> 1, "logical shift right"u8);
        context.Check(unchecked(int.MaxValue + Opaque(1)) == int.MinValue, "wrap-round"u8);
    }

    [Test]
    private static void WideArithmetic(ref TestContext context)
    {
        ulong a = Opaque(0xFEDC_BA98_7654_3210UL);
        context.Equal(0xFEDC_BA98, a >> 32, "shift by 32"u8);
        context.Equal(18364758415UL, a / (ulong)Opaque(1_000_000_007), "64-bit quotient"u8);
        context.Equal(939755815UL, a % (ulong)Opaque(1_000_000_007), "64-bit remainder"u8);
        ulong high = Math.BigMul(a, a, out ulong low);
        context.Equal(0xFDBAC097C8DC5ACC, high, "high half of a 128-bit product"u8);
        context.Equal(0xDEEC6CD7A44A4100, low, "low half of a 128-bit product"u8);
    }

    [Test]
    private static void Narrowing(ref TestContext context)
    {
        int value = Opaque(0x1FF80);
        context.Equal(0x80, (byte)value, "to byte"u8);
        context.Check((sbyte)value == -128, "to sbyte"u8);
        context.Equal(0xFF80, (ushort)value, "to ushort"u8);
        context.Check((short)value == -128, "to short"u8);
        context.Equal(0xFFFF_FFFF_FFFF_FF80, (ulong)(long)(sbyte)value, "sign extension to 64 bits"u8);
    }

    [Test]
    private static void Comparison(ref TestContext context)
    {
        context.Check((uint)Opaque(-1) > 1u, "unsigned comparison"u8);
        context.Check(Opaque(-1) < 1, "signed comparison"u8);
        context.Check(Opaque(0x8000_0000_0000_0000UL) > 1, "unsigned 64-bit comparison"u8);
        context.Check(Math.Min(Opaque(-5), 3) == -5 && Math.Max(Opaque(-5), 3) == 3, "Min and Max"u8);
        context.Check(Opaque(5).CompareTo(7) < 0 && Opaque(7).CompareTo(5) > 0 && Opaque(5).CompareTo(5) == 0, "CompareTo"u8);
    }

    [Test]
    private static void DenseSwitch(ref TestContext context)
    {
        uint sum = 0;
        for (int i = 0; i < 10; i++)
        {
            sum = (sum * 10) + DigitBySwitch(Opaque(i));
        }

        context.Equal(3141592650, sum, "a jump table picks each case once"u8);
    }

    [Test]
    private static void SparseSwitch(ref TestContext context)
    {
        context.Equal(1, SparseCase(Opaque(-1000)), "case -1000"u8);
        context.Equal(2, SparseCase(Opaque(7)), "case 7"u8);
        context.Equal(3, SparseCase(Opaque(1_000_000)), "case 1000000"u8);
        context.Equal(0, SparseCase(Opaque(8)), "default"u8);
    }

    [Test]
    private static void StringSwitch(ref TestContext context)
    {
        context.Equal(1, ByName(NameAt(Opaque(0))), "alpha"u8);
        context.Equal(2, ByName(NameAt(Opaque(1))), "beta"u8);
        context.Equal(0, ByName(NameAt(Opaque(2))), "gamma is not listed"u8);
    }

    [Test]
    private static void Strings(ref TestContext context)
    {
        string text = NameAt(Opaque(1));
        context.Equal(4, (ulong)text.Length, "length"u8);
        context.Check(text[0] == 'b' && text[3] == 'a', "characters"u8);
        context.Check(text == "beta" && text != "bet" && text != "betA", "equality"u8);
        context.Check(((ReadOnlySpan<char>)text).SequenceEqual("beta"), "as a span"u8);
        context.Check(text.GetHashCode() == "beta".GetHashCode(), "equal strings, equal hashes"u8);
    }

    [Test]
    private static void Utf8Literals(ref TestContext context)
    {
        ReadOnlySpan<byte> tick = "✓"u8;
        context.Equal(3, (ulong)tick.Length, "three bytes"u8);
        context.Equal(0xE29C93, ((ulong)tick[0] << 16) | ((ulong)tick[1] << 8) | tick[2], "their values"u8);
    }

    [Test]
    private static void Loops(ref TestContext context)
    {
        ulong sum = 0;
        for (int i = Opaque(10); i > 0; i--)
        {
            for (int j = 0; j < i; j++)
            {
                if (j == 5)
                {
                    break;
                }

                if ((j & 1) != 0)
                {
                    continue;
                }

                sum += (ulong)(i * j);
            }
        }

        context.Equal(284, sum, "nested loops with break and continue"u8);
    }

    [Test]
    private static void StaticArrays(ref TestContext context)
    {
        context.Equal(8, (ulong)s_primes.Length, "length"u8);
        ulong sum = 0;
        foreach (ushort prime in s_primes)
        {
            sum += prime;
        }

        context.Equal(77, sum, "elements as initialised"u8);
        s_scratch[Opaque(3)] = 42;
        context.Equal(42, (ulong)s_scratch[3], "a stored element"u8);
        s_scratch[3] = 0;
    }

    [Test]
    private static void ConstantSpans(ref TestContext context)
    {
        ReadOnlySpan<uint> table = [0xDEAD_BEEF, 0x1234_5678, 0xCAFE_F00D];
        context.Equal(0x1234_5678, table[Opaque(1)], "an element"u8);
        context.Equal(3, (ulong)table.Length, "length"u8);
    }

    [Test]
    private static void StackSpans(ref TestContext context)
    {
        Span<byte> bytes = stackalloc byte[64];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)(i * 3);
        }

        Span<byte> middle = bytes.Slice(Opaque(10), 20);
        context.Equal(30, middle[0], "the slice's first byte"u8);
        context.Equal(20, (ulong)middle.Length, "the slice's length"u8);
        middle.Fill(0xEE);
        context.Check(bytes[9] == 27 && bytes[10] == 0xEE && bytes[29] == 0xEE && bytes[30] == 90, "fill stays inside"u8);
        middle.Clear();
        context.Check(bytes[10] == 0 && bytes[29] == 0 && bytes[30] == 90, "clear stays inside"u8);
    }

    [Test]
    private static void SpanCopies(ref TestContext context)
    {
        Span<byte> bytes = stackalloc byte[40];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)i;
        }

        bytes.Slice(0, 30).CopyTo(bytes.Slice(Opaque(3)));
        context.Check(bytes[3] == 0 && bytes[32] == 29 && bytes[33] == 33 && bytes[2] == 2, "overlapping, upwards"u8);
        bytes.Slice(3, 30).CopyTo(bytes.Slice(Opaque(0)));
        context.Check(bytes[0] == 0 && bytes[29] == 29 && bytes[30] == 27, "overlapping, downwards"u8);
        context.Check(!bytes.TryCopyTo(bytes.Slice(1)), "a copy that does not fit is refused"u8);
    }

    [Test]
    private static void SpanSearch(ref TestContext context)
    {
        ReadOnlySpan<byte> text = "key=value=more"u8;
        context.Equal(3, (ulong)text.IndexOf((byte)'='), "first"u8);
        context.Equal(9, (ulong)text.LastIndexOf((byte)'='), "last"u8);
        context.Check(text.IndexOf((byte)'#') < 0, "absent"u8);
        context.Check(text.StartsWith("key="u8) && !text.StartsWith("value"u8), "StartsWith"u8);
        context.Check(text.EndsWith("more"u8) && !text.EndsWith("value"u8), "EndsWith"u8);
        context.Equal(4, (ulong)text.IndexOf("value"u8), "a run of bytes"u8);
    }

    [Test]
    private static void Structs(ref TestContext context)
    {
        Sample first = new(1, 2, 3, 4, 5);
        Sample second = first;
        second.C = (ulong)Opaque(30);
        context.Check(first.C == 3 && second.C == 30, "a copy is a copy"u8);
        context.Equal(42, second.Sum(), "sum of the copy"u8);
        context.Equal(15, PassByReference(in first), "passed by reference"u8);
        Replace(ref first, second);
        context.Equal(42, first.Sum(), "replaced through a reference"u8);
    }

    [Test]
    private static void LargeReturns(ref TestContext context)
    {
        Sample made = Make((ulong)Opaque(10));
        context.Equal(60, made.Sum(), "a struct of 40 bytes returned"u8);
        Result<ulong> good = Half((ulong)Opaque(10));
        Result<ulong> bad = Half((ulong)Opaque(11));
        context.Check(good.IsOk && good.Value == 5, "a good result"u8);
        context.Check(!bad.IsOk && bad.Error == ErrorCode.InvalidArgument, "a bad result"u8);
    }

    [Test]
    private static void InlineArrays(ref TestContext context)
    {
        EightWords words = default;
        Span<uint> span = words;
        for (int i = 0; i < span.Length; i++)
        {
            span[i] = (uint)(i * i);
        }

        context.Equal(49, words[Opaque(7)], "the last element"u8);
        context.Equal(8, (ulong)span.Length, "length"u8);
    }

    [Test]
    private static void VirtualCalls(ref TestContext context)
    {
        Shape circle = Opaque(1) == 1 ? Circle.Instance : Square.Instance;
        Shape square = Opaque(1) == 2 ? Circle.Instance : Square.Instance;
        context.Equal(3, circle.Area(1), "override in one class"u8);
        context.Equal(16, square.Area(4), "override in another"u8);
        context.Equal(100, circle.Corners(), "inherited"u8);
        context.Equal(4, square.Corners(), "overridden, calling base"u8);
    }

    [Test]
    private static void TypeTests(ref TestContext context)
    {
        Shape shape = Opaque(1) == 1 ? Square.Instance : Circle.Instance;
        object boxed = shape;
        context.Check(boxed is Square && boxed is Shape && boxed is not Circle, "is"u8);
        context.Check(boxed as Square is not null && boxed as Circle is null, "as"u8);
        context.Check(((Shape)boxed).Area(3) == 9, "cast"u8);
        context.Check(boxed switch { Circle => 1, Square => 2, _ => 3 } == 2, "type pattern"u8);
    }

    [Test]
    private static void Generics(ref TestContext context)
    {
        context.Equal(12, Largest<uint>([3, 12, 7]), "over uint"u8);
        context.Check(Largest<int>([-3, -12, -7]) == -3, "over int"u8);
        Pair<byte, ulong> pair = new(7, 9);
        context.Equal(16, pair.First + pair.Second, "a generic struct"u8);
        context.Check(ReferenceEquals(Identity<Shape>(Square.Instance), Square.Instance), "over a class"u8);
    }

    [Test("static_abstract_members")]
    private static void StaticAbstracts(ref TestContext context)
    {
        context.Equal(24, Measure<Wide>(8), "through the first type"u8);
        context.Equal(8, Measure<Narrow>(8), "through the second type"u8);
    }

    [Test("constrained_interface_calls")]
    private static void ConstrainedCalls(ref TestContext context)
    {
        Counter counter = default;
        CountTo(ref counter, Opaque(5));
        context.Equal(5, counter.Value, "a struct behind an interface constraint, in place"u8);
    }

    [Test]
    private static void NullableValues(ref TestContext context)
    {
        int? none = null;
        int? some = Opaque(5);
        context.Check(!none.HasValue && some.HasValue, "HasValue"u8);
        context.Check(some.Value == 5 && none.GetValueOrDefault() == 0 && (none ?? 9) == 9, "values"u8);
        context.Check(some + 1 == 6 && (none + 1) is null, "lifted operators"u8);
    }

    [Test]
    private static void Tuples(ref TestContext context)
    {
        (int quotient, int remainder) = Divide(Opaque(17), 5);
        context.Check(quotient == 3 && remainder == 2, "deconstruction"u8);
        (quotient, remainder) = (remainder, quotient);
        context.Check(quotient == 2 && remainder == 3, "swap"u8);
    }

    [Test]
    private static void Patterns(ref TestContext context)
    {
        context.Equal(1, Classify(Opaque(-4)), "relational"u8);
        context.Equal(2, Classify(Opaque(0)), "constant"u8);
        context.Equal(3, Classify(Opaque(15)), "and"u8);
        context.Equal(4, Classify(Opaque(101)), "otherwise"u8);
    }

    [Test]
    private static void Enums(ref TestContext context)
    {
        Colours mixed = Colours.Red | (Colours)Opaque(4);
        context.Check((mixed & Colours.Blue) != 0 && (mixed & Colours.Green) == 0, "flags"u8);
        context.Equal(5, (ulong)mixed, "as a number"u8);
    }

    [Test]
    private static void References(ref TestContext context)
    {
        Span<ulong> cells = stackalloc ulong[4];
        ref ulong largest = ref cells[Opaque(2)];
        largest = 77;
        context.Equal(77, cells[2], "a write through a ref local"u8);
        ref ulong other = ref Pick(cells, Opaque(1));
        other++;
        context.Equal(1, cells[1], "a ref return"u8);
    }

    [Test("bit_operations")]
    private static void BitOperationsWork(ref TestContext context)
    {
        ulong value = Opaque(0x0000_1000_0000_0F00UL);
        context.Equal(19, (ulong)BitOperations.LeadingZeroCount(value), "leading zeros"u8);
        context.Equal(8, (ulong)BitOperations.TrailingZeroCount(value), "trailing zeros"u8);
        context.Equal(64, (ulong)BitOperations.LeadingZeroCount(Opaque(0UL)), "leading zeros of 0"u8);
        context.Equal(64, (ulong)BitOperations.TrailingZeroCount(Opaque(0UL)), "trailing zeros of 0"u8);
        context.Equal(32, (ulong)BitOperations.TrailingZeroCount((uint)Opaque(0)), "trailing zeros of a 32-bit 0"u8);
        context.Equal(5, (ulong)BitOperations.PopCount(value), "ones"u8);
        context.Equal(44, (ulong)BitOperations.Log2(value), "log2"u8);
        context.Equal(0x100000000F00001, BitOperations.RotateLeft(Opaque(0x1010_0000_000F_0000UL), 4), "rotation"u8);
        context.Check(
            BitOperations.IsPow2(Opaque(64UL)) && !BitOperations.IsPow2(Opaque(0UL)) && !BitOperations.IsPow2(value),
            "powers of two"u8);
    }

    [Test]
    private static void ByteOrder(ref TestContext context)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)Opaque(0x0102_0304));
        context.Check(bytes[0] == 1 && bytes[3] == 4, "big-endian bytes"u8);
        context.Equal(0x0403_0201, BinaryPrimitives.ReadUInt32LittleEndian(bytes), "read the other way"u8);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Opaque(0x1122_3344_5566_7788UL));
        context.Equal(0x8877_6655_4433_2211, BinaryPrimitives.ReadUInt64BigEndian(bytes), "64 bits, the other way"u8);
        context.Equal(0x6677, BinaryPrimitives.ReadUInt16LittleEndian(bytes.Slice(1)), "16 bits, unaligned"u8);
        context.Equal(0x3412, BinaryPrimitives.ReverseEndianness((ushort)Opaque(0x1234)), "reversal"u8);
    }

    [Test]
    private static void Atomics(ref TestContext context)
    {
        int cell = Opaque(5);
        context.Check(Interlocked.CompareExchange(ref cell, 9, 4) == 5 && cell == 5, "exchange refused"u8);
        context.Check(Interlocked.CompareExchange(ref cell, 9, 5) == 5 && cell == 9, "exchange done"u8);
        context.Check(Interlocked.Increment(ref cell) == 10 && Interlocked.Add(ref cell, -4) == 6, "add"u8);
        context.Check(Interlocked.Exchange(ref cell, 1) == 6 && cell == 1, "swap"u8);
        long wide = (long)Opaque(1UL);
        context.Check(Interlocked.Add(ref wide, 1L << 40) == (1L << 40) + 1, "64 bits"u8);
        Volatile.Write(ref cell, 33);
        Interlocked.MemoryBarrier();
        context.Check(Volatile.Read(ref cell) == 33, "volatile"u8);
    }

    [Test]
    private static void CheckedArithmetic(ref TestContext context)
    {
        context.Check(checked(Opaque(int.MaxValue) - 1) == int.MaxValue - 1, "no overflow"u8);
        context.Equal(255, checked((byte)Opaque(255)), "a conversion that fits"u8);
        context.Check(checked(Opaque(1L << 31) * Opaque(1L << 31)) == 1L << 62, "a 64-bit product that fits"u8);
    }

    [Test]
    private static void Recursion(ref TestContext context)
    {
        context.Equal(6765, Fibonacci((uint)Opaque(20)), "fibonacci of 20"u8);
    }

    [Test]
    private static void StaticState(ref TestContext context)
    {
        ulong before = s_calls;
        CountCall();
        CountCall();
        context.Equal(before + 2, s_calls, "a static number"u8);
        s_shape = Square.Instance;
        context.Check(ReferenceEquals(s_shape, Square.Instance), "a static reference"u8);
        s_shape = null;
        context.Check(s_shape is null, "a static reference, cleared"u8);
    }

    [Test]
    private static void UnalignedAccess(ref TestContext context)
    {
        Span<byte> bytes = stackalloc byte[24];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)i;
        }

        context.Equal(0x0807_0605_0403_0201, BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(Opaque(1))), "8 bytes at 1"u8);
        context.Equal(0x0E0D_0C0B, BinaryPrimitives.ReadUInt32LittleEndian(bytes.Slice(Opaque(11))), "4 bytes at 11"u8);
    }

    [Test]
    private static void ManyArguments(ref TestContext context)
    {
        context.Equal(12_345_678_901, Combine(1, 2, 3, 4, 5, 6, 7, 8, 9, 0, (ulong)Opaque(1)), "eleven, three of them on the stack"u8);
    }
}
