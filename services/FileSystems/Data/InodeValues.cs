// Inodes that were read or written, in the tree's form: one array, which costs the collector nothing.

using System;

namespace RustKernel.Services.FileSystems.Data;

/// <summary>
/// The values of inodes, each at an index from its number; a newer one displaces an older one. The status of one among many files then
/// needs no search of the tree. There is room for all of them, up to 1.1 MiB.
/// </summary>
internal sealed class InodeValues
{
    private const int First = 256;
    private const int Most = 16384;

    // 0 is no inode number.
    private ulong[] _numbers = new ulong[First];
    private byte[] _values = new byte[First * Inode.Size];
    private int _used;

    /// <summary>The value, which is valid until the next one is kept. False: it is not here.</summary>
    public bool TryGet(ulong number, out ReadOnlySpan<byte> value)
    {
        int at = Place(number);
        bool isThere = number != 0 && _numbers[at] == number;
        value = isThere ? _values.AsSpan(at * Inode.Size, Inode.Size) : default;
        return isThere;
    }

    /// <summary>Keeps a value of <see cref="Inode.Size"/> bytes.</summary>
    public void Keep(ulong number, ReadOnlySpan<byte> value)
    {
        int at = Place(number);
        if (_numbers[at] == number)
        {
            value.CopyTo(_values.AsSpan(at * Inode.Size));
            return;
        }

        _used += _numbers[at] == 0 ? 1 : 0;
        _numbers[at] = number;
        value.CopyTo(_values.AsSpan(at * Inode.Size, Inode.Size));
        if (_used > _numbers.Length / 2 && _numbers.Length < Most)
        {
            Grow();
        }
    }

    /// <summary>Forgets one.</summary>
    public void Drop(ulong number)
    {
        int at = Place(number);
        if (number != 0 && _numbers[at] == number)
        {
            _numbers[at] = 0;
            _used--;
        }
    }

    private int Place(ulong number) => (int)(number & ((ulong)_numbers.Length - 1));

    private void Grow()
    {
        (ulong[] numbers, byte[] values) = (_numbers, _values);
        _numbers = new ulong[4 * numbers.Length];
        _values = new byte[_numbers.Length * Inode.Size];
        for (int i = 0; i < numbers.Length; i++)
        {
            if (numbers[i] != 0)
            {
                int at = Place(numbers[i]);
                _numbers[at] = numbers[i];
                values.AsSpan(i * Inode.Size, Inode.Size).CopyTo(_values.AsSpan(at * Inode.Size));
            }
        }
    }
}
