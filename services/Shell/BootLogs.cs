// dmesg -b: the logs of the last boots.

using System;
using System.Collections.Generic;
using System.IO;
using RustKernel.Services.Text;

namespace RustKernel.Services.Shell;

/// <summary>What the service journal keeps in /data/log.</summary>
internal static class BootLogs
{
    /// <summary>
    /// A list; or the log of the boot <paramref name="back"/> ("-1": the one before this) before the newest. Throws as System.IO does, and
    /// ArgumentException.
    /// </summary>
    internal static void Show(string back, Action<string> say, Action<byte[]> put)
    {
        List<FileItem> all = new();
        foreach (FileItem item in FileItem.In(BootLogName.Directory))
        {
            if (BootLogName.TryRead(item.Name, out _))
            {
                all.Add(item);
            }
        }

        if (back.Length == 0)
        {
            for (int i = 0; i < all.Count; i++)
            {
                say($"{(i + 1 == all.Count ? "0" : $"-{all.Count - 1 - i}").PadLeft(4)} {all[i].Line}");
            }

            return;
        }

        ulong number = FileCommands.Number(back[0] == '-' ? back[1..] : back, "boots");
        if (number >= (ulong)all.Count)
        {
            throw new ArgumentException($"{BootLogName.Directory} has the logs of {all.Count} boots; dmesg -b lists them");
        }

        FileCommands.Read(Path.Join(BootLogName.Directory, all[all.Count - 1 - (int)number].Name), put);
    }
}
