// The commands of an SD card as the controller takes them.

using RustKernel.Drivers.Registers.Sdhci;

namespace RustKernel.Drivers.Sdhci;

/// <summary>
/// Index, response and checks of each command [SD, Detailed Command Description; SDHCI, Command Register]. Application commands need
/// <see cref="Application"/> right before.
/// </summary>
internal static class SdCommands
{
    private const uint NoResponse = 0;
    private const uint LongResponse = 1;
    private const uint ShortResponse = 2;
    private const uint BusyResponse = 3;
    private const uint Abort = 3;
    private const uint StopByCMD12 = 1;

    /// <summary>CMD0: back to the idle state; no answer.</summary>
    internal static TransferMode GoIdle => Of(0, NoResponse);

    /// <summary>CMD2: the card's identification, 136 bits.</summary>
    internal static TransferMode AllSendIdentification => Of(2, LongResponse).WithCommandCRCCheck(true);

    /// <summary>CMD3: the card chooses its address.</summary>
    internal static TransferMode SendRelativeAddress => Checked(3);

    /// <summary>CMD6: asks for a function, or switches to it; 64 bytes of data.</summary>
    internal static TransferMode Switch => Checked(6).WithDataPresent(true).WithDataTransferRead(true);

    /// <summary>CMD7: this card, and no other; busy.</summary>
    internal static TransferMode Select => Checked(7).WithResponseType(BusyResponse);

    /// <summary>CMD8: the supply voltage, which a card of version 2 or later repeats.</summary>
    internal static TransferMode SendInterfaceCondition => Checked(8);

    /// <summary>CMD9: the card's specific data, 136 bits.</summary>
    internal static TransferMode SendSpecificData => Of(9, LongResponse).WithCommandCRCCheck(true);

    /// <summary>CMD12: no more data; busy.</summary>
    internal static TransferMode StopTransmission => Checked(12).WithResponseType(BusyResponse).WithCommandType(Abort);

    /// <summary>CMD13: the card's status.</summary>
    internal static TransferMode SendStatus => Checked(13);

    /// <summary>CMD16: bytes of a block, for cards whose addresses are bytes.</summary>
    internal static TransferMode SetBlockLength => Checked(16);

    /// <summary>CMD23: how many blocks the next command moves.</summary>
    internal static TransferMode SetBlockCount => Checked(23);

    /// <summary>CMD32: the first block that is erased.</summary>
    internal static TransferMode EraseStart => Checked(32);

    /// <summary>CMD33: the last block that is erased.</summary>
    internal static TransferMode EraseEnd => Checked(33);

    /// <summary>CMD38: erases; busy.</summary>
    internal static TransferMode Erase => Checked(38).WithResponseType(BusyResponse);

    /// <summary>CMD55: an application command follows.</summary>
    internal static TransferMode Application => Checked(55);

    /// <summary>ACMD6: the number of data lines.</summary>
    internal static TransferMode SetBusWidth => Checked(6);

    /// <summary>ACMD41: which voltages and capacities the host accepts; the answer has neither CRC nor index.</summary>
    internal static TransferMode SendOperatingConditions => Of(41, ShortResponse);

    /// <summary>ACMD51: the card's configuration, 8 bytes of data.</summary>
    internal static TransferMode SendConfiguration => Checked(51).WithDataPresent(true).WithDataTransferRead(true);

    /// <summary>CMD17, 18, 24 or 25: one block or several, read or written.</summary>
    internal static TransferMode Transfer(bool isWrite, bool isMultiple, bool isCounted, bool isDma)
    {
        TransferMode command = Checked((isWrite ? 24u : 17u) + (isMultiple ? 1u : 0))
            .WithDataPresent(true)
            .WithDataTransferRead(!isWrite)
            .WithDMAEnable(isDma);
        return isMultiple
            ? command.WithMultiBlock(true).WithBlockCountEnable(true).WithAutoCMDEnable(isCounted ? 0 : StopByCMD12)
            : command;
    }

    private static TransferMode Of(uint index, uint response) =>
        TransferMode.FromBits(0).WithCommandIndex(index).WithResponseType(response);

    private static TransferMode Checked(uint index) => Of(index, ShortResponse).WithCommandCRCCheck(true).WithCommandIndexCheck(true);
}
