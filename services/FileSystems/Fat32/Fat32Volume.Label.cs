// The volume's name.

using System;

namespace RustKernel.Services.FileSystems.Fat32;

public sealed partial class Fat32Volume
{
    private static ReadOnlySpan<byte> NoLabel => "NO NAME    "u8;

    /// <summary>The volume's label from the root directory; empty if there is none.</summary>
    public string GetLabel()
    {
        DirectoryEntry? entry = Directory(_layout.RootCluster, "").FindLabel();
        string text = "";
        for (int i = 0; entry is not null && i < ShortName.Bytes; i++)
        {
            text += entry.Short[i] < 0x80 ? (char)entry.Short[i] : '_';
        }

        return text.TrimEnd(' ');
    }

    /// <summary>
    /// Sets the label, in the root directory and in both boot sectors; an empty one removes it. InvalidArgument: more than 11 characters,
    /// or one that is not ASCII or not allowed in a name. Lower case becomes upper case.
    /// </summary>
    public void SetLabel(string label)
    {
        byte[] bytes = NoLabel.ToArray();
        if (label.Length != 0)
        {
            EncodeLabel(label, bytes);
        }

        Run(() =>
        {
            FatDirectory root = Directory(_layout.RootCluster, "");
            DirectoryEntry? old = root.FindLabel();
            if (old is not null && label.Length != 0)
            {
                bytes.AsSpan().CopyTo(ChangeSlot(old));
            }
            else if (old is not null)
            {
                ChangeSlot(old)[0] = FatDirectory.Deleted;
            }
            else if (label.Length != 0)
            {
                Span<byte> slot = stackalloc byte[FatLayout.EntryBytes];
                DirectoryEntry.Fill(slot, bytes, FatAttributes.Label, 0, Now());
                root.InsertRaw(slot);
            }

            SetBootLabel(0, bytes);
            if (_layout.BackupSector != 0)
            {
                SetBootLabel(_layout.BackupSector, bytes);
            }
        });
    }

    private static void EncodeLabel(string label, Span<byte> bytes)
    {
        bytes.Fill((byte)' ');
        for (int i = 0; i < label.Length; i++)
        {
            char one = char.ToUpperInvariant(label[i]);
            if (label.Length > ShortName.Bytes
                || one >= 0x7F
                || !LongName.MayHold(one)
                || one is '.' or '+' or ',' or ';' or '=' or '[' or ']'
                || label[0] == ' ')
            {
                throw new FileSystemException(
                    ErrorCode.InvalidArgument,
                    $"'{label}': a label has up to {ShortName.Bytes} letters, digits and signs of names.");
            }

            bytes[i] = (byte)one;
        }
    }

    private void SetBootLabel(uint sector, ReadOnlySpan<byte> label)
        => label.CopyTo(_journal.Cache.Change(sector, SectorKind.Boot).Slice(FatLayout.LabelOffset, ShortName.Bytes));
}
