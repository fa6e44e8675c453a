// Opens files below a folder and nowhere else.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.Win32.SafeHandles;

namespace RustKernel.Flash.Tftp;

/// <summary>
/// Walks a path one component at a time from an open folder to the next, never through a path the kernel would resolve by
/// itself, so that no symbolic link leads out, not even one that is exchanged during the walk. A link that names a place below
/// the root is followed however it is written: one that is absolute or goes above the root only says where to walk to, and
/// that walk begins at the root again. Only regular files are opened.
/// </summary>
public sealed class ConfinedFolder
{
    private const int MaximumLinks = 8;
    private const int MaximumWalks = 8;
    private const string LeadsOut = "a symbolic link leads out of the served folder";
    private readonly string _root;

    /// <summary>The folder that is served. It need not exist yet.</summary>
    public ConfinedFolder(string root) => _root = Path.GetFullPath(root);

    /// <summary>
    /// Opens the file at <paramref name="parts"/>, components without "/" and "..". Null with
    /// NotFound or Denied and a reason.
    /// </summary>
    public ITftpFile? Open(string[] parts, out TftpVerdict verdict, out string reason)
    {
        // A root that is exchanged during the walk takes the files away from under it: then they are in the new one.
        for (int walks = 0; walks < MaximumWalks; walks++)
        {
            ITftpFile? file = OpenOnce(parts, out verdict, out reason, out bool isCertain);
            if (isCertain)
            {
                return file;
            }
        }

        verdict = TftpVerdict.NotFound;
        reason = "the served folder is replaced all the time";
        return null;
    }

    private ITftpFile? OpenOnce(string[] parts, out TftpVerdict verdict, out string reason, out bool isCertain)
    {
        verdict = TftpVerdict.NotFound;
        reason = "";
        isCertain = true;
        Stack<FolderHandle> above = new();
        try
        {
            if (FolderHandle.OpenRoot(_root) is not { } root)
            {
                return null;
            }

            above.Push(root);
            ITftpFile? file = Walk(above, new Stack<string>(Reversed(parts)), ref verdict, ref reason);
            isCertain = file is not null || IsStill(RootOf(above));
            return file;
        }
        finally
        {
            foreach (FolderHandle folder in above)
            {
                folder.Dispose();
            }
        }
    }

    private bool IsStill(FolderHandle root)
    {
        using FolderHandle? now = FolderHandle.OpenRoot(_root);
        return now is null || now.Identity == root.Identity;
    }

    private ITftpFile? Walk(Stack<FolderHandle> above, Stack<string> rest, ref TftpVerdict verdict, ref string reason)
    {
        int links = 0;
        while (rest.TryPop(out string? part))
        {
            if (part == "..")
            {
                if (!GoUp(above, rest))
                {
                    return Deny(LeadsOut, out verdict, out reason);
                }

                continue;
            }

            if (above.Peek().Open(part) is not { } entry)
            {
                return null;
            }

            if (entry.Kind == FileKind.Link)
            {
                string? target = entry.ReadLink();
                entry.Dispose();
                if (++links > MaximumLinks)
                {
                    return Deny("too many symbolic links, or links in a circle", out verdict, out reason);
                }

                if (target is null || !Follow(target, above, rest))
                {
                    return Deny(LeadsOut, out verdict, out reason);
                }
            }
            else if (entry.Kind == FileKind.Folder)
            {
                above.Push(entry);
            }
            else
            {
                using (entry)
                {
                    return rest.Count > 0 ? null : OpenFile(above.Peek(), part, entry.Kind, ref verdict, ref reason);
                }
            }
        }

        // The name is a folder's.
        return null;
    }

    // False when the link leads out.
    private bool Follow(string target, Stack<FolderHandle> above, Stack<string> rest)
    {
        string[]? parts = target.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (target.StartsWith('/'))
        {
            parts = PartsBelowRoot(target, RootOf(above));
            ReturnToRoot(above);
        }

        foreach (string component in Reversed(parts ?? []))
        {
            if (component != ".")
            {
                rest.Push(component);
            }
        }

        return parts is not null;
    }

    // Above the root, a path may lead back below it; false when it does not.
    private bool GoUp(Stack<FolderHandle> above, Stack<string> rest)
    {
        if (above.Count > 1)
        {
            above.Pop().Dispose();
            return true;
        }

        string[]? parts = PartsBelowRoot(string.Join('/', [RootOf(above).RealPath, "..", .. rest]), RootOf(above));
        rest.Clear();
        foreach (string component in Reversed(parts ?? []))
        {
            rest.Push(component);
        }

        return parts is not null;
    }

    // The root has two names when a link leads to it.
    private string[]? PartsBelowRoot(string path, FolderHandle root)
    {
        string full = Path.GetFullPath(path);
        foreach (string name in new[] { _root, root.RealPath })
        {
            string start = name.TrimEnd('/') + "/";
            if (name.Length > 0 && (full + "/").StartsWith(start, StringComparison.Ordinal))
            {
                return (full + "/")[start.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries);
            }
        }

        return null;
    }

    private static FolderHandle RootOf(Stack<FolderHandle> above) => above.Last();

    private static void ReturnToRoot(Stack<FolderHandle> above)
    {
        while (above.Count > 1)
        {
            above.Pop().Dispose();
        }
    }

    private static OpenedFile? OpenFile(FolderHandle folder, string name, FileKind kind, ref TftpVerdict verdict, ref string reason)
    {
        if (kind != FileKind.Regular)
        {
            return Deny("not a regular file", out verdict, out reason);
        }

        SafeFileHandle? handle = folder.OpenForReading(name);
        return handle is null ? Deny("no permission to read the file", out verdict, out reason) : new OpenedFile(handle);
    }

    private static OpenedFile? Deny(string why, out TftpVerdict verdict, out string reason)
    {
        verdict = TftpVerdict.Denied;
        reason = why;
        return null;
    }

    private static string[] Reversed(string[] parts)
    {
        string[] reversed = (string[])parts.Clone();
        Array.Reverse(reversed);
        return reversed;
    }
}
