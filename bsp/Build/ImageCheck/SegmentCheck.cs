// RK2006: memory that is mapped together has one permission.

using System.Collections.Generic;
using System.Linq;

namespace RustKernel.Build.ImageCheck;

/// <summary>No segment is writable and executable, none shares a 4 KiB page with another, and code sections are read-only.</summary>
public static class SegmentCheck
{
    private const ulong PageSize = 4096;

    /// <summary>One finding per bad segment or section.</summary>
    public static IEnumerable<Finding> Run(ElfFile elf)
    {
        foreach (ElfSection section in elf.Sections)
        {
            if (section.IsAllocated && section.IsExecutable && section.IsWritable)
            {
                yield return new Finding("RK2006", $"section {section.Name} is writable and executable");
            }
        }

        ElfSegment? previous = null;
        foreach (ElfSegment segment in elf.Segments.Where(s => s.MemorySize != 0).OrderBy(s => s.Address))
        {
            string name = $"segment {segment.Permissions} at 0x{segment.Address:x}";
            if (segment.IsExecutable && segment.IsWritable)
            {
                yield return new Finding("RK2006", $"{name} is writable and executable");
            }

            if (segment.Address % PageSize != 0)
            {
                yield return new Finding("RK2006", $"{name} does not begin on a 4 KiB page");
            }

            if (previous is not null && segment.Address / PageSize <= (previous.EndExclusive - 1) / PageSize)
            {
                yield return new Finding("RK2006", $"{name} shares a page with segment {previous.Permissions} at 0x{previous.Address:x}");
            }

            previous = segment;
        }
    }
}
