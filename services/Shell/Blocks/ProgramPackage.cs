// A program with its manifest and signature. Pure; the host writes what the shell reads.

using System;
using System.Buffers.Binary;
using System.Text;

namespace RustKernel.Services.Shell.Blocks;

/// <summary>
/// The program's ELF file, then its manifest (UTF-8), a signature or none, and 24 bytes: <c>RKPROG1\n</c>, the lengths of the three (4
/// bytes each, little-endian) and the name of the key (four bytes; zeros without a signature). The signature covers the magic and the
/// lengths of program and manifest, as they stand at the end, then the program and the manifest: ECDSA with P-256 and SHA-256, r and s of
/// 32 bytes each. The key's name is not signed: it only helps to report what is wrong.
/// </summary>
public static class ProgramPackage
{
    /// <summary>Bytes of a signature.</summary>
    public const int SignatureBytes = 64;

    /// <summary>Bytes that <see cref="WriteHead"/> writes.</summary>
    public const int HeadBytes = 16;

    private const int FootBytes = 24;
    private static ReadOnlySpan<byte> Magic => "RKPROG1\n"u8;

    /// <summary>Reads <paramref name="package"/>. False: it is no package.</summary>
    public static bool TryRead(ReadOnlySpan<byte> package, out int programBytes, out string manifest, out ReadOnlySpan<byte> signature)
    {
        programBytes = 0;
        manifest = "";
        signature = default;
        if (package.Length < FootBytes || !package.Slice(package.Length - FootBytes, Magic.Length).SequenceEqual(Magic))
        {
            return false;
        }

        ReadOnlySpan<byte> foot = package.Slice(package.Length - FootBytes + Magic.Length);
        ulong program = BinaryPrimitives.ReadUInt32LittleEndian(foot);
        ulong text = BinaryPrimitives.ReadUInt32LittleEndian(foot.Slice(4));
        ulong signed = BinaryPrimitives.ReadUInt32LittleEndian(foot.Slice(8));
        if (program + text + signed + FootBytes != (ulong)package.Length || signed is not (0 or SignatureBytes))
        {
            return false;
        }

        programBytes = (int)program;
        manifest = Encoding.UTF8.GetString(package.Slice(programBytes, (int)text));
        signature = package.Slice(programBytes + (int)text, (int)signed);
        return true;
    }

    /// <summary>
    /// Makes a package. <paramref name="sign"/> signs its argument with the key that <paramref name="key"/> names and returns
    /// <see cref="SignatureBytes"/>, or is null.
    /// </summary>
    public static byte[] Write(byte[] program, string manifest, Func<byte[], byte[]>? sign, uint key = 0)
    {
        byte[] text = Encoding.UTF8.GetBytes(manifest);
        byte[] signed = new byte[HeadBytes + program.Length + text.Length];
        WriteHead(signed, program.Length, text.Length);
        program.AsSpan().CopyTo(signed.AsSpan().Slice(HeadBytes));
        text.AsSpan().CopyTo(signed.AsSpan().Slice(HeadBytes + program.Length));
        byte[] signature = sign is null ? [] : sign(signed);
        ReadOnlySpan<byte> body = signed.AsSpan().Slice(HeadBytes);
        byte[] package = new byte[body.Length + signature.Length + FootBytes];
        body.CopyTo(package);
        signature.AsSpan().CopyTo(package.AsSpan().Slice(body.Length));
        Span<byte> foot = package.AsSpan().Slice(body.Length + signature.Length);
        signed.AsSpan().Slice(0, HeadBytes).CopyTo(foot);
        BinaryPrimitives.WriteUInt32LittleEndian(foot.Slice(HeadBytes), (uint)signature.Length);
        BinaryPrimitives.WriteUInt32BigEndian(foot.Slice(HeadBytes + 4), key);
        return package;
    }

    /// <summary>
    /// Writes what is signed before program and manifest, <see cref="HeadBytes"/> into <paramref name="head"/>. Without the lengths, the
    /// end of the program could become the beginning of the manifest, or the reverse, under the same signature.
    /// </summary>
    public static void WriteHead(Span<byte> head, int programBytes, int manifestBytes)
    {
        Magic.CopyTo(head);
        BinaryPrimitives.WriteUInt32LittleEndian(head.Slice(8), (uint)programBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(head.Slice(12), (uint)manifestBytes);
    }
}
