// Functions of real numbers, compared to the bit; decimals, large integers, hashes.

using System;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace RustKernel.ParityProgram;

internal static class ArithmeticCases
{
    private static readonly double[] s_reals =
    [
        0, -0.0, 1, -1, 0.5, -0.25, 2, 3, 10, 0.1, 1e-5, 1e-10, 0.7853981633974483, 1.5707963267948966, 3.141592653589793, 100, 1000, -7.25,
        1e6, 1e15, 1e22, -1e100, 709.5, -700, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0.9999999999999999,
        1.0000000000000002, 12345.6789, 4.9e-324, 1.7976931348623157e308,
    ];

    private static readonly decimal[] s_decimals =
    [
        0m, 1m, -1m, 0.5m, 1.10m, -2.50m, 3.14159265358979m, 100m, 0.001m, 79228162514264337593543950335m, -79228162514264337593543950335m,
        0.0000000000000000000000000001m, 12345678.87654321m, -7.25m, 1000000000000.000m, 2.675m,
    ];

    private static readonly string[] s_large =
    [
        "0", "1", "-1", "255", "-256", "4294967295", "4294967296", "-18446744073709551616", "123456789012345678901234567890",
        "-99999999999999999999999999999999999999", "340282366920938463463374607431768211456",
    ];

    internal static void Run(Table table)
    {
        Functions(table);
        Rounding(table);
        Decimals(table);
        LargeIntegers(table);
        Hashes(table);
    }

    private static void Functions(Table table)
    {
        table.Each("Math.Sin", s_reals, static x => Bits(Math.Sin(x)));
        table.Each("Math.Cos", s_reals, static x => Bits(Math.Cos(x)));
        table.Each("Math.Tan", s_reals, static x => Bits(Math.Tan(x)));
        table.Each("Math.Exp", s_reals, static x => Bits(Math.Exp(x)));
        table.Each("Math.Log", s_reals, static x => Bits(Math.Log(x)));
        table.Each("Math.Log10", s_reals, static x => Math.Log10(x).ToString("G15"));
        table.Each("Math.Log2", s_reals, static x => Bits(Math.Log2(x)));
        table.Each("Math.Atan", s_reals, static x => Bits(Math.Atan(x)));
        table.Each("Math.Asin", s_reals, static x => Bits(Math.Asin(x)));
        table.Each("Math.Acos", s_reals, static x => Bits(Math.Acos(x)));
        double[] some = [-2, -0.5, 0.0, 0.5, 1, 2, 3, 10.5, double.NaN, double.PositiveInfinity];
        table.Pairs("Math.Pow", some, some, static (x, y) => Bits(Math.Pow(x, y)));
        table.Pairs("Math.Atan2", some, some, static (y, x) => Math.Atan2(y, x).ToString("G15"));

        // The C library that .NET uses is accurate to a unit in the last place here.
        table.Each("Math.Sinh", s_reals, static x => Math.Sinh(x).ToString("G14"));
        table.Each("Math.Cosh", s_reals, static x => Math.Cosh(x).ToString("G14"));
        table.Each("Math.Tanh", s_reals, static x => Math.Tanh(x).ToString("G14"));
        table.Each("Math.Asinh", s_reals, static x => Math.Asinh(x).ToString("G14"));
        table.Each("Math.Acosh", s_reals, static x => Math.Acosh(x).ToString("G14"));
        table.Each("Math.Atanh", s_reals, static x => Math.Atanh(x).ToString("G14"));
        table.Each("Math.Cbrt", s_reals, static x => Math.Cbrt(x).ToString("G14"));
    }

    private static void Rounding(Table table)
    {
        double[] halves = [0.5, 1.5, -0.5, -1.5, 2.4, -2.6, 1.005, 2.675, 1e17, 0.125];
        MidpointRounding[] modes =
        [
            MidpointRounding.ToEven, MidpointRounding.AwayFromZero, MidpointRounding.ToZero, MidpointRounding.ToNegativeInfinity,
            MidpointRounding.ToPositiveInfinity,
        ];
        table.Pairs("Math.Round", halves, modes, static (x, mode) => Bits(Math.Round(x, mode)));
        table.Each("Math.Round, two digits", halves, static x => Bits(Math.Round(x, 2)));
        table.Each("Math.ILogB", s_reals, static x => Math.ILogB(x));
        table.Each("Math.ScaleB", s_reals, static x => Bits(Math.ScaleB(x, 3)) + Bits(Math.ScaleB(x, -3)));
        table.Each("Math.BitIncrement", s_reals, static x => Bits(Math.BitIncrement(x)) + Bits(Math.BitDecrement(x)));
        table.Pairs("Math.IEEERemainder", halves, halves, static (x, y) => Bits(Math.IEEERemainder(x, y)));
        double[] divided = [5.5, -5.5, 1e300, 4.9e-324, 2.2e-308, 0.1, -0.0, double.PositiveInfinity, double.NaN, 3];
        table.Pairs("remainder", divided, divided, static (x, y) => Bits(x % y));
        table.Pairs("remainder of floats", divided, divided, static (x, y) => Bits((float)x % (float)y));
        table.Each("Math.Sign", s_reals, static x => Math.Sign(x));
    }

    private static void Decimals(Table table)
    {
        table.Pairs("decimal +", s_decimals, s_decimals, static (a, b) => a + b);
        table.Pairs("decimal *", s_decimals, s_decimals, static (a, b) => a * b);
        table.Pairs("decimal /", s_decimals, s_decimals, static (a, b) => a / b);
        table.Pairs("decimal %", s_decimals, s_decimals, static (a, b) => a % b);
        table.Pairs("decimal compared", s_decimals, s_decimals, static (a, b) => a.CompareTo(b));
        table.Each("decimal rounded", s_decimals, static a => Math.Round(a, 1) + " " + Math.Floor(a) + " " + Math.Ceiling(a) + " "
            + decimal.Truncate(a) + " " + Math.Round(a, 1, MidpointRounding.AwayFromZero));
        table.Pairs("decimal as text", s_decimals, ["F2", "N1", "E3", "G5", "C", "P1", "0.00", "#,##0.###"], static (a, format) =>
            a.ToString(format, CultureInfo.InvariantCulture));
        table.Each("decimal bits", s_decimals, static a => string.Join(" ", decimal.GetBits(a)));
        table.Each("decimal as others", s_decimals, static a => Bits((double)a) + " " + (long)(a % 1000m) + " " + (int)(a % 100m));
        table.Each("decimal.Parse", ["1.10", " -5 ", "1,234.50", "abc", "", "1e3", ".5", "79228162514264337593543950336", "0.00", "+3."],
            static text => decimal.Parse(text, CultureInfo.InvariantCulture));
        table.Each("decimal of double", [0.1, 1.0 / 3, 123456789.125, 1e-10, -2.5, 1e28], static x => (decimal)x);
        table.Case("decimal of a huge double", static () => (decimal)double.Parse("1e30"));
        table.Case("decimal equal, other scale", static () => 1.0m == 1.00m && 1.0m.GetHashCode() == 1.00m.GetHashCode());
        table.Case("decimal loop", static () =>
        {
            decimal sum = 0;
            for (int i = 1; i <= 50; i++)
            {
                sum += 1m / i;
            }

            return sum;
        });
    }

    private static void LargeIntegers(Table table)
    {
        table.Pairs("BigInteger", s_large, s_large, static (a, b) => Combined(BigInteger.Parse(a), BigInteger.Parse(b)));
        table.Each("BigInteger shifted", s_large, static a => (BigInteger.Parse(a) << 37) + " " + (BigInteger.Parse(a) >> 5));
        table.Each("BigInteger as text", s_large, static a =>
            BigInteger.Parse(a).ToString("X") + " " + BigInteger.Parse(a).ToString("D40") + " " + BigInteger.Parse(a).ToString("N0"));
        table.Each("BigInteger bytes", s_large, static a => BigInteger.Parse(a).ToByteArray());
        table.Each("BigInteger back", s_large, static a => new BigInteger(BigInteger.Parse(a).ToByteArray()));
        table.Each("BigInteger as double", s_large, static a => Bits((double)BigInteger.Parse(a)));
        table.Each("BigInteger as long", s_large, static a => (long)BigInteger.Parse(a));
        table.Case("BigInteger.Pow", static () => BigInteger.Pow(7, 123));
        table.Case("BigInteger.ModPow", static () => BigInteger.ModPow(3, 200, 1000007));
        table.Case("BigInteger.GreatestCommonDivisor", static () => BigInteger.GreatestCommonDivisor(BigInteger.Pow(6, 20), 1234567890));
        table.Case("BigInteger factorial", static () =>
        {
            BigInteger product = 1;
            for (int i = 2; i <= 60; i++)
            {
                product *= i;
            }

            return product;
        });
    }

    private static string Combined(BigInteger a, BigInteger b) =>
        $"{a + b} {a - b} {a * b} {(b.IsZero ? 0 : a / b)} {(b.IsZero ? 0 : a % b)} {a & b} {a | b} {a ^ b} {a < b} {a == b}";

    private static void Hashes(Table table)
    {
        int[] lengths = [0, 1, 55, 56, 63, 64, 65, 111, 112, 119, 127, 128, 200, 1000];
        table.Each("SHA256", lengths, static length => SHA256.HashData(Message(length)));
        table.Each("SHA512", lengths, static length => SHA512.HashData(Message(length)));
        table.Each("HMACSHA256", lengths, static length => HMACSHA256.HashData(Message(length), Message(100)));
        table.Case("SHA256 in parts", static () =>
        {
            using SHA256 hash = SHA256.Create();
            _ = hash.TransformBlock(Message(70), 0, 70, null, 0);
            _ = hash.TransformFinalBlock(Message(5), 0, 5);
            return hash.Hash;
        });
        table.Case("SHA256 at every length to 300", static () =>
        {
            byte[] all = [];
            for (int length = 0; length <= 300; length++)
            {
                all = SHA256.HashData([.. all, .. SHA256.HashData(Message(length))]);
            }

            return all;
        });
        table.Case("SHA256 of text", static () => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes("abc"))));
    }

    private static byte[] Message(int length)
    {
        byte[] message = new byte[length];
        for (int i = 0; i < length; i++)
        {
            message[i] = (byte)(i * 7);
        }

        return message;
    }

    // One of the NaN values.
    private static string Bits(double x) => double.IsNaN(x) ? "NaN" : BitConverter.DoubleToInt64Bits(x).ToString("x");
}
