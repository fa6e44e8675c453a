// A board's firmware list: boards/BOARD/firmware/firmware.yaml.

using System.Collections.Generic;
using System.IO;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace RustKernel.Hil.Firmware;

/// <summary>What a board's boot partition needs from elsewhere.</summary>
public sealed class FirmwareList
{
    /// <summary>The packages.</summary>
    public List<FirmwarePackage> Packages { get; set; } = [];

    /// <summary>
    /// Reads the list in <paramref name="file"/>; <see cref="FirmwareException"/> when it cannot be
    /// read or lacks something.
    /// </summary>
    public static FirmwareList Load(string file)
    {
        try
        {
            IDeserializer yaml = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build();
            using StreamReader reader = new(file);
            FirmwareList list = yaml.Deserialize<FirmwareList>(reader) ?? new FirmwareList();
            foreach (FirmwarePackage package in list.Packages)
            {
                foreach (FirmwareFile wanted in package.Files)
                {
                    if (wanted.From.Length == 0
                        || wanted.To != Path.GetFileName(wanted.To)
                        || wanted.To.Length == 0
                        || wanted.Sha256.Count == 0)
                    {
                        throw new FirmwareException(2, $"{file}: every file of {package.Name} needs from, to (a plain name) and sha256");
                    }
                }
            }

            return list;
        }
        catch (YamlException exception)
        {
            throw new FirmwareException(2, $"{file}: {exception.Message}");
        }
        catch (IOException exception)
        {
            throw new FirmwareException(2, $"cannot read {file}: {exception.Message}");
        }
    }
}
