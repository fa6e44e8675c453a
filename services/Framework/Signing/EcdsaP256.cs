// Signatures: ECDSA over P-256. This only verifies, so it holds no secrets. The host signs with .NET.

using System;

namespace RustKernel.Services.Signing;

/// <summary>Verifies signatures. [FIPS 186-5 6.4.2, SP 800-186 3.2.1.3]</summary>
public static class EcdsaP256
{
    /// <summary>Bytes of a signature: r and s. A public key has as many: x and y.</summary>
    public const int SignatureBytes = 64;

    private const int HalfBytes = 32;

    private static ReadOnlySpan<byte> Prime =>
    [
        0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    ];

    private static ReadOnlySpan<byte> Order =>
    [
        0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
    ];

    private static ReadOnlySpan<byte> B =>
    [
        0x5a, 0xc6, 0x35, 0xd8, 0xaa, 0x3a, 0x93, 0xe7, 0xb3, 0xeb, 0xbd, 0x55, 0x76, 0x98, 0x86, 0xbc,
        0x65, 0x1d, 0x06, 0xb0, 0xcc, 0x53, 0xb0, 0xf6, 0x3b, 0xce, 0x3c, 0x3e, 0x27, 0xd2, 0x60, 0x4b,
    ];

    // x and y of the base point.
    private static ReadOnlySpan<byte> Base =>
    [
        0x6b, 0x17, 0xd1, 0xf2, 0xe1, 0x2c, 0x42, 0x47, 0xf8, 0xbc, 0xe6, 0xe5, 0x63, 0xa4, 0x40, 0xf2,
        0x77, 0x03, 0x7d, 0x81, 0x2d, 0xeb, 0x33, 0xa0, 0xf4, 0xa1, 0x39, 0x45, 0xd8, 0x98, 0xc2, 0x96,
        0x4f, 0xe3, 0x42, 0xe2, 0xfe, 0x1a, 0x7f, 0x9b, 0x8e, 0xe7, 0xeb, 0x4a, 0x7c, 0x0f, 0x9e, 0x16,
        0x2b, 0xce, 0x33, 0x57, 0x6b, 0x31, 0x5e, 0xce, 0xcb, 0xb6, 0x40, 0x68, 0x37, 0xbf, 0x51, 0xf5,
    ];

    /// <summary>
    /// True: the owner of <paramref name="publicKey"/> (x and y) made <paramref name="signature"/> (r and s) of <paramref name="hash"/> (32
    /// bytes). False also if the key is no point of the curve.
    /// </summary>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != SignatureBytes || hash.Length != HalfBytes || signature.Length != SignatureBytes)
        {
            return false;
        }

        ModularNumbers field = new(Prime), scalars = new(Order);
        uint[] r = ModularNumbers.Read(signature), s = ModularNumbers.Read(signature.Slice(HalfBytes));
        bool isInRange = scalars.IsReduced(r) && scalars.IsReduced(s) && !ModularNumbers.IsZero(r) && !ModularNumbers.IsZero(s);
        if (!isInRange || Point(publicKey, field) is not CurvePoint key)
        {
            return false;
        }

        // The product of a number and a factor is a number.
        uint[] inverse = scalars.Invert(scalars.Enter(s)), first = new uint[ModularNumbers.Words], second = new uint[ModularNumbers.Words];
        scalars.Multiply(ModularNumbers.Read(hash), inverse, first);
        scalars.Multiply(r, inverse, second);
        CurvePoint sum = Combine(first, Point(Base, field)!, second, key, field);
        if (sum.IsInfinite)
        {
            return false;
        }

        uint[] scale = field.Invert(sum.Z), x = new uint[ModularNumbers.Words];
        field.Multiply(scale, scale, scale);
        field.Multiply(sum.X, scale, x);
        x = field.Leave(x);

        // The prime is less than twice the order.
        if (!scalars.IsReduced(x))
        {
            scalars.Subtract(x, ModularNumbers.Read(Order), x);
        }

        return ModularNumbers.AreEqual(x, r);
    }

    // y² = x³ - 3x + b, or it is null.
    private static CurvePoint? Point(ReadOnlySpan<byte> bytes, ModularNumbers field)
    {
        uint[] x = ModularNumbers.Read(bytes), y = ModularNumbers.Read(bytes.Slice(HalfBytes)), one = new uint[ModularNumbers.Words];
        if (!field.IsReduced(x) || !field.IsReduced(y))
        {
            return null;
        }

        one[0] = 1;
        CurvePoint point = new() { X = field.Enter(x), Y = field.Enter(y), Z = field.Enter(one) };
        uint[] left = new uint[ModularNumbers.Words], right = new uint[ModularNumbers.Words];
        field.Multiply(point.Y, point.Y, left);
        field.Multiply(point.X, point.X, right);
        for (int i = 0; i < 3; i++)
        {
            field.Subtract(right, point.Z, right);
        }

        field.Multiply(right, point.X, right);
        field.Add(right, field.Enter(ModularNumbers.Read(B)), right);
        return ModularNumbers.AreEqual(left, right) ? point : null;
    }

    // first * a + second * b, bit by bit from the highest.
    private static CurvePoint Combine(uint[] first, CurvePoint a, uint[] second, CurvePoint b, ModularNumbers field)
    {
        CurvePoint both = a.Add(b, field), sum = new();
        for (int bit = (32 * ModularNumbers.Words) - 1; bit >= 0; bit--)
        {
            sum = sum.Double(field);
            bool hasFirst = ((first[bit / 32] >> (bit % 32)) & 1) != 0, hasSecond = ((second[bit / 32] >> (bit % 32)) & 1) != 0;
            if (hasFirst || hasSecond)
            {
                sum = sum.Add(hasFirst && hasSecond ? both : hasFirst ? a : b, field);
            }
        }

        return sum;
    }
}
