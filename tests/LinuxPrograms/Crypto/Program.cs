// Digests, ciphers, signatures and key agreement, all in managed code.

using System.Text;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Agreement;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

internal static class CryptoProgram
{
    private static readonly byte[] s_text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 500).Select(i => $"line {i}\n")));

    internal static void Main()
    {
        foreach (IDigest digest in (IDigest[])[new Sha256Digest(), new Sha512Digest(), new Sha3Digest(256), new Blake2bDigest(256)])
        {
            digest.BlockUpdate(s_text, 0, s_text.Length);
            var hash = new byte[digest.GetDigestSize()];
            digest.DoFinal(hash, 0);
            Console.WriteLine($"{digest.AlgorithmName} {Convert.ToHexString(hash)}");
        }

        Seal(new GcmBlockCipher(new AesEngine()), 12);
        Seal(new ChaCha20Poly1305(), 12);
        Sign();
        Agree();
        byte[] derived = SCrypt.Generate("secret"u8.ToArray(), "salt"u8.ToArray(), 256, 8, 1, 32);
        Console.WriteLine($"scrypt {Convert.ToHexString(derived)}");
        var argon = new Argon2BytesGenerator();
        argon.Init(new Argon2Parameters.Builder(Argon2Parameters.Argon2id).WithSalt(Bytes(16, 5)).WithIterations(2)
            .WithMemoryAsKB(256).Build());
        argon.GenerateBytes("secret"u8.ToArray(), derived);
        Console.WriteLine($"Argon2id {Convert.ToHexString(derived)}");
    }

    private static byte[] Bytes(int count, int first) => [.. Enumerable.Range(first, count).Select(i => (byte)i)];

    private static void Seal(IAeadCipher cipher, int nonceBytes)
    {
        var parameters = new AeadParameters(new KeyParameter(Bytes(32, 1)), 128, Bytes(nonceBytes, 40), "label"u8.ToArray());
        cipher.Init(true, parameters);
        var sealedText = new byte[cipher.GetOutputSize(s_text.Length)];
        int length = cipher.ProcessBytes(s_text, 0, s_text.Length, sealedText, 0);
        length += cipher.DoFinal(sealedText, length);
        cipher.Init(false, parameters);
        var opened = new byte[cipher.GetOutputSize(length)];
        int back = cipher.ProcessBytes(sealedText, 0, length, opened, 0);
        back += cipher.DoFinal(opened, back);
        Console.WriteLine($"{cipher.AlgorithmName} {length} {Convert.ToHexString(sealedText, length - 24, 24)} "
            + $"{opened.AsSpan(0, back).SequenceEqual(s_text)}");
        sealedText[5] ^= 1;
        cipher.Init(false, parameters);
        try
        {
            cipher.DoFinal(opened, cipher.ProcessBytes(sealedText, 0, length, opened, 0));
        }
        catch (InvalidCipherTextException e)
        {
            Console.WriteLine(e.Message);
        }
    }

    private static void Sign()
    {
        var key = new Ed25519PrivateKeyParameters(Bytes(32, 0), 0);
        var signer = new Ed25519Signer();
        signer.Init(true, key);
        signer.BlockUpdate(s_text, 0, s_text.Length);
        byte[] signature = signer.GenerateSignature();
        signer.Init(false, key.GeneratePublicKey());
        signer.BlockUpdate(s_text, 0, s_text.Length);
        Console.WriteLine($"Ed25519 {Convert.ToHexString(signature)} {signer.VerifySignature(signature)}");
    }

    private static void Agree()
    {
        var first = new X25519PrivateKeyParameters(Bytes(32, 3), 0);
        var second = new X25519PrivateKeyParameters(Bytes(32, 90), 0);
        var agreement = new X25519Agreement();
        var one = new byte[agreement.AgreementSize];
        var other = new byte[agreement.AgreementSize];
        agreement.Init(first);
        agreement.CalculateAgreement(second.GeneratePublicKey(), one, 0);
        agreement.Init(second);
        agreement.CalculateAgreement(first.GeneratePublicKey(), other, 0);
        Console.WriteLine($"X25519 {Convert.ToHexString(one)} {one.AsSpan().SequenceEqual(other)}");
    }
}
