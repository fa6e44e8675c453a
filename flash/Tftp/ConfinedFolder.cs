// Opens files below a folder and nowhere else.

using System;
using System.Collections.Generic;
using Microsoft.Win32.SafeHandles;

namespace RustKernel.Flash.Tftp;

/// <summary>
/// Walks a path one component at a time from an open folder to the next, never through a path the kernel would resolve by
/// itself, so that no symbolic link leads out, not even one that is exchanged during the walk. Links that stay below the
/// root are followed; absolute ones and those above the root are refused. Only regular files are opened.
/// </summary>
public sealed class ConfinedFolder
{
    private const int MaximumLinks = 8;
    private readonly string _root;

    /// <summary>The folder that is served. It need not exist yet.</summary>
    public ConfinedFolder(string root) => _root = root;

    /// <summary>Opens the file at <paramref name="parts"/>, components without "/" and "..". Null with NotFound or Denied and a reason.</summary>
    public ITftpFile? Open(string[] parts, out TftpVerdict verdict, out string reason)
    {
        verdict = TftpVerdict.NotFound;
        reason = "";
        Stack<FolderHandle> above = new();
        try
        {
            if (FolderHandle.OpenRoot(_root) is not { } root)
                return null;
            above.Push(root);
            return Walk(above, new Stack<string>(Reversed(parts)), ref verdict, ref reason);
        }
        finally
        {
            foreach (FolderHandle folder in above)
                folder.Dispose();
        }
    }

    private static ITftpFile? Walk(Stack<FolderHandle> above, Stack<string> rest, ref TftpVerdict verdict, ref string reason)
    {
        int links = 0;
        while (rest.TryPop(out string? part))
        {
            if (part == "..")
            {
                if (above.Count == 1)
                    return Deny("a symbolic link leads out of the served folder", out verdict, out reason);
                above.Pop().Dispose();
                continue;
            }

            if (above.Peek().Open(part) is not { } entry)
                return null;
            if (entry.Kind == FileKind.Link)
            {
                string? target = entry.ReadLink();
                entry.Dispose();
                if (target is null || target.StartsWith('/') || ++links > MaximumLinks)
                    return Deny("a symbolic link leads out of the served folder", out verdict, out reason);
                foreach (string component in Reversed(target.Split('/', StringSplitOptions.RemoveEmptyEntries)))
                {
                    if (component != ".")
                        rest.Push(component);
                }
            }
            else if (entry.Kind == FileKind.Folder)
            {
                above.Push(entry);
            }
            else
            {
                using (entry)
                    return rest.Count > 0 ? null : OpenFile(above.Peek(), part, entry.Kind, ref verdict, ref reason);
            }
        }

        // The name is a folder's.
        return null;
    }

    private static OpenedFile? OpenFile(FolderHandle folder, string name, FileKind kind, ref TftpVerdict verdict, ref string reason)
    {
        if (kind != FileKind.Regular)
            return Deny("not a regular file", out verdict, out reason);
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
