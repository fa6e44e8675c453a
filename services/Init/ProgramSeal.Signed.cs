// Compiled only into images that start nothing but signed programs.

using System;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using RustKernel.Services.Shell.Blocks;
using RustKernel.Services.Signing;
using RustKernel.Services.Storage;
using RustKernel.Services.Text;
using RustKernel.User;

namespace RustKernel.Services.Init;

internal static partial class ProgramSeal
{
    private const string KeyFile = "program.key";
    private const int PageBytes = 4096;

    // After the signature comes the end of a package (docs/PROTOCOL.md, "Blocks"), with the name of the key in its last four bytes.
    private const int FootBytes = 24;
    private const int NameAt = 20;

    // Checks a copy: the sender can still write to the original. The copy's first page ends with the head that is signed before the
    // program.
    static partial void Check(string name, string manifest, ulong bytes, ref Handle<Memory> memory, ref ulong offset, ref ErrorCode error)
    {
        ulong signed = bytes + (ulong)Encoding.UTF8.GetByteCount(manifest);
        ulong all = signed + EcdsaP256.SignatureBytes + FootBytes;
        error = MappedMemory.Open(memory, isWritable: false, out MappedMemory? sent);
        if (error != ErrorCode.None)
        {
            return;
        }

        ulong most = (ulong)sent!.Bytes.Length;
        bool isThere = bytes <= most && offset <= most && all <= most - offset;
        MappedMemory? copy = null;
        string? complaint = null;
        error = isThere ? MappedMemory.Create(PageBytes + ((all + PageBytes - 1) & ~(PageBytes - 1ul)), out copy) : ErrorCode.None;
        if (copy is not null)
        {
            sent.Bytes.Slice((int)offset, (int)all).CopyTo(copy.Bytes.Slice(PageBytes));
            ProgramPackage.WriteHead(copy.Bytes.Slice(PageBytes - ProgramPackage.HeadBytes), (int)bytes, (int)(signed - bytes));
            complaint = Complaint(copy.Bytes.Slice(PageBytes - ProgramPackage.HeadBytes), (int)bytes, manifest, (int)signed);
            copy.Dispose();
            Handle<Memory> unused = complaint is null ? memory : copy.Handle;
            unused.Close();
            memory = complaint is null ? copy.Handle : memory;
            offset = complaint is null ? PageBytes : offset;
        }
        else if (error == ErrorCode.None)
        {
            complaint = Complaint(default, 0, manifest, 0);
        }

        sent.Dispose();
        if (complaint is not null)
        {
            error = ErrorCode.AccessDenied;
            Console.WriteLine($"init: {name} is not started: this image starts signed programs only, {complaint}");
        }
    }

    // What is wrong with the head and the package after it, and the remedy; null: the key signed exactly this.
    private static string? Complaint(ReadOnlySpan<byte> package, int bytes, string manifest, int signed)
    {
        if (BootArchive.Find(KeyFile, out ulong at, out ulong length) != ErrorCode.None)
        {
            return $"and has no key ({KeyFile}) to check them with: rk image BOARD --require-signed KEY.pem.pub makes one that has";
        }

        if (LoadedProgram.Read("", manifest).IsOfFile)
        {
            return "and the signature of a manifest is none of the file that it names: rk service run PROJECT --sign KEY.pem sends both";
        }

        Pulse.Beat();
        ReadOnlySpan<byte> key = BootArchive.Part(at, length);
        string wanted = Name(SHA256.HashData(key));
        int end = ProgramPackage.HeadBytes + signed;
        ReadOnlySpan<byte> foot = package.IsEmpty ? default : package.Slice(end + EcdsaP256.SignatureBytes);
        if (!foot.StartsWith("RKPROG1\n"u8))
        {
            return $"and this one has no signature: rk service run PROJECT --sign KEY.pem, with key {wanted}";
        }

        bool isGood = package.Slice(ProgramPackage.HeadBytes + bytes, signed - bytes).SequenceEqual(Encoding.UTF8.GetBytes(manifest))
            && EcdsaP256.Verify(key, SHA256.HashData(package.Slice(0, end)), package.Slice(end, EcdsaP256.SignatureBytes));
        string by = Name(foot.Slice(NameAt));
        return isGood ? null
            : by == wanted
            ? $"and the program, its manifest or its signature was changed after key {by} signed it: sign and send it again"
            : $"of key {wanted}, and this one names key {by}: rk service run PROJECT --sign KEY.pem, with that key's file";
    }

    private static string Name(ReadOnlySpan<byte> hash) => MessageText.Hex(BinaryPrimitives.ReadUInt32BigEndian(hash), 8);
}
