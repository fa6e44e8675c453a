// Linux's openat family: names are looked up in an open folder, one component at a time.

using System;
using System.Buffers.Binary;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace RustKernel.Flash.Tftp;

/// <summary>
/// An entry opened with O_PATH: its kind can be read, and a folder can be searched. Reading a file needs another open, so devices and pipes
/// are never touched.
/// </summary>
internal sealed class FolderHandle : IDisposable
{
    private const int CloseOnExec = 0x80000;
    private const int PathOnly = 0x200000;
    private const int NonBlocking = 0x800;
    private const int NoTerminal = 0x100;
    private const int EmptyPath = 0x1000;
    private const uint TypeOnly = 1;
    private const uint InodeToo = 0x101;
    private const int StatusBytes = 256;
    private const int StatusModeOffset = 0x1c;
    private const int StatusInodeOffset = 0x20;
    private const int StatusDeviceOffset = 0x88;

    // The only one of these flags that differs between machines.
    private static readonly int s_noFollow = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm
        ? 0x8000
        : 0x20000;
    private readonly SafeFileHandle _handle;

    private FolderHandle(SafeFileHandle handle)
    {
        _handle = handle;
        Kind = KindOf(handle);
    }

    public FileKind Kind { get; }

    /// <summary>The entry's device and inode: no other entry has them while this one is open.</summary>
    public (ulong Device, ulong Inode) Identity
    {
        get
        {
            byte[] status = new byte[StatusBytes];
            _ = Status(_handle, [0], EmptyPath, InodeToo, status);
            return (BinaryPrimitives.ReadUInt64LittleEndian(
                status.AsSpan(StatusDeviceOffset)), BinaryPrimitives.ReadUInt64LittleEndian(status.AsSpan(StatusInodeOffset)));
        }
    }

    /// <summary>The entry's path without any link; empty when the system does not report it.</summary>
    public string RealPath
    {
        get
        {
            try
            {
                return new FileInfo($"/proc/self/fd/{_handle.DangerousGetHandle()}").LinkTarget ?? "";
            }
            catch (IOException)
            {
                return "";
            }
        }
    }

    /// <summary>
    /// The path of what <paramref name="path"/> names, with every link followed; empty when there is none. Opens nothing for reading.
    /// </summary>
    public static string RealPathOf(string path)
    {
        SafeFileHandle handle = OpenAt(-100, Encoded(path), PathOnly | CloseOnExec, 0);
        if (handle.IsInvalid)
        {
            return "";
        }

        using FolderHandle entry = new(handle);
        return entry.RealPath;
    }

    /// <summary>Opens the root folder; links are followed here. Null when it is not a folder.</summary>
    public static FolderHandle? OpenRoot(string path)
    {
        SafeFileHandle handle = OpenAt(-100, Encoded(path), PathOnly | CloseOnExec, 0);
        if (handle.IsInvalid)
        {
            return null;
        }

        FolderHandle root = new(handle);
        if (root.Kind == FileKind.Folder)
        {
            return root;
        }

        root.Dispose();
        return null;
    }

    /// <summary>Opens the entry <paramref name="name"/> itself, not what a link points to. Null when there is none.</summary>
    public FolderHandle? Open(string name)
    {
        SafeFileHandle handle = OpenAt(_handle, Encoded(name), PathOnly | s_noFollow | CloseOnExec, 0);
        return handle.IsInvalid ? null : new FolderHandle(handle);
    }

    /// <summary>Opens a regular file for reading; null without permission, or when it became something else in between.</summary>
    public SafeFileHandle? OpenForReading(string name)
    {
        SafeFileHandle handle = OpenAt(_handle, Encoded(name), NonBlocking | NoTerminal | s_noFollow | CloseOnExec, 0);
        if (!handle.IsInvalid && KindOf(handle) == FileKind.Regular)
        {
            return handle;
        }

        handle.Dispose();
        return null;
    }

    /// <summary>Where this link points to; null when that cannot be read as UTF-8.</summary>
    public string? ReadLink()
    {
        byte[] target = new byte[4096];
        nint length = ReadLinkAt(_handle, [0], target, target.Length);
        return length <= 0 || length >= target.Length ? null : Encoding.UTF8.GetString(target, 0, (int)length);
    }

    public void Dispose() => _handle.Dispose();

    private static FileKind KindOf(SafeFileHandle handle)
    {
        byte[] status = new byte[StatusBytes];
        if (Status(handle, [0], EmptyPath, TypeOnly, status) != 0)
        {
            return FileKind.Other;
        }

        int type = BinaryPrimitives.ReadUInt16LittleEndian(status.AsSpan(StatusModeOffset)) & 0xf000;
        return type switch
        {
            0x8000 => FileKind.Regular,
            0x4000 => FileKind.Folder,
            0xa000 => FileKind.Link,
            _ => FileKind.Other,
        };
    }

    private static byte[] Encoded(string name) => Encoding.UTF8.GetBytes(name + '\0');

    [DllImport("libc", EntryPoint = "openat")]
    private static extern SafeFileHandle OpenAt(int folder, byte[] name, int flags, int mode);

    [DllImport("libc", EntryPoint = "openat")]
    private static extern SafeFileHandle OpenAt(SafeFileHandle folder, byte[] name, int flags, int mode);

    [DllImport("libc", EntryPoint = "readlinkat")]
    private static extern nint ReadLinkAt(SafeFileHandle folder, byte[] name, byte[] target, nint size);

    // statx has one layout on every machine; fstat has not.
    [DllImport("libc", EntryPoint = "statx")]
    private static extern int Status(SafeFileHandle folder, byte[] name, int flags, uint mask, byte[] status);
}
