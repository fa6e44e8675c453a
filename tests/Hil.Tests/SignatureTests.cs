// The target's verification of signatures against .NET's signing, published vectors, and input that must not pass as a signature.

using System;
using System.Linq;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using RustKernel.Services.Signing;
using Xunit;

namespace RustKernel.Hil.Tests;

public sealed class SignatureTests
{
    private const int Half = 32;
    private static readonly byte[] s_order = Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");
    private static readonly byte[] s_prime = Convert.FromHexString("FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF");

    [Theory]
    [InlineData(
        "sample",
        "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716",
        "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8")]
    [InlineData(
        "test",
        "F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367",
        "019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083")]
    public void The_vectors_of_RFC_6979_are_right(string message, string r, string s)
    {
        byte[] key = Convert.FromHexString(
            "60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6"
            + "7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299");
        byte[] hash = SHA256.HashData(Encoding.ASCII.GetBytes(message));
        Assert.True(EcdsaP256.Verify(key, hash, Convert.FromHexString(r + s)));
        hash[31] ^= 1;
        Assert.False(EcdsaP256.Verify(key, hash, Convert.FromHexString(r + s)));
    }

    [Fact]
    public void What_dotnet_signs_is_right_and_nothing_else()
    {
        Random random = new(1);
        for (int i = 0; i < 60; i++)
        {
            using ECDsa signer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            byte[] key = Key(signer), hash = new byte[Half];
            random.NextBytes(hash);
            if (i == 0)
            {
                // A hash above the order counts modulo it.
                hash.AsSpan().Fill(0xFF);
            }

            byte[] signature = signer.SignHash(hash);
            Assert.True(EcdsaP256.Verify(key, hash, signature));
            Assert.False(EcdsaP256.Verify(key, hash, Flipped(signature, random)));
            Assert.False(EcdsaP256.Verify(key, Flipped(hash, random), signature));
            Assert.False(EcdsaP256.Verify(Flipped(key, random), hash, signature));
        }
    }

    // The sum of the two multiples reaches each of its cases: the key is the base point, its negative, or twice it.
    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(2)]
    [InlineData(-2)]
    [InlineData(3)]
    public void Keys_near_the_base_point_are_right(int secret)
    {
        BigInteger order = new(s_order, isUnsigned: true, isBigEndian: true);
        byte[] d = Bytes(secret > 0 ? secret : order + secret);
        using ECDsa signer = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = d });
        for (int i = 0; i < 8; i++)
        {
            byte[] hash = SHA256.HashData([(byte)i]);
            byte[] signature = signer.SignHash(hash);
            Assert.True(EcdsaP256.Verify(Key(signer), hash, signature));
            Assert.False(EcdsaP256.Verify(Key(signer), SHA256.HashData(hash), signature));

            // e + r d = 0: the sum is infinity, whatever s is.
            BigInteger r = new(signature.AsSpan(0, Half), isUnsigned: true, isBigEndian: true);
            BigInteger e = order - (r * new BigInteger(d, isUnsigned: true, isBigEndian: true) % order);
            Assert.False(EcdsaP256.Verify(Key(signer), Bytes(e), signature));
        }
    }

    [Fact]
    public void What_is_out_of_range_is_no_signature()
    {
        using ECDsa signer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] key = Key(signer), hash = SHA256.HashData("text"u8), signature = signer.SignHash(hash), zero = new byte[Half];
        byte[] r = signature[..Half], s = signature[Half..];
        Assert.True(EcdsaP256.Verify(key, hash, signature));
        Assert.False(EcdsaP256.Verify(key, hash, [.. zero, .. s]));
        Assert.False(EcdsaP256.Verify(key, hash, [.. r, .. zero]));
        Assert.False(EcdsaP256.Verify(key, hash, [.. zero, .. zero]));
        Assert.False(EcdsaP256.Verify(key, hash, [.. s_order, .. s]));
        Assert.False(EcdsaP256.Verify(key, hash, [.. r, .. s_order]));
        Assert.False(EcdsaP256.Verify(new byte[64], hash, signature));
        Assert.False(EcdsaP256.Verify([.. s_prime, .. key[Half..]], hash, signature));
        Assert.False(EcdsaP256.Verify([.. key[..Half], .. s_prime], hash, signature));
        Assert.False(EcdsaP256.Verify(key[1..], hash, signature));
        Assert.False(EcdsaP256.Verify(key, hash[1..], signature));
        Assert.False(EcdsaP256.Verify(key, hash, signature[1..]));

        // s and -s are both valid, so a user who needs a unique signature of a text must not compare signatures.
        BigInteger order = new(s_order, isUnsigned: true, isBigEndian: true);
        byte[] other = Bytes(order - new BigInteger(s, isUnsigned: true, isBigEndian: true));
        Assert.True(EcdsaP256.Verify(key, hash, [.. r, .. other]));
    }

    private static byte[] Key(ECDsa signer)
    {
        ECPoint point = signer.ExportParameters(includePrivateParameters: false).Q;
        return [.. point.X!, .. point.Y!];
    }

    private static byte[] Bytes(BigInteger number)
    {
        byte[] bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. Enumerable.Repeat((byte)0, Half - bytes.Length), .. bytes];
    }

    private static byte[] Flipped(byte[] bytes, Random random)
    {
        byte[] copy = [.. bytes];
        copy[random.Next(copy.Length)] ^= (byte)(1 << random.Next(8));
        return copy;
    }
}
