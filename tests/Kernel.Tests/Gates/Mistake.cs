namespace RustKernel.Kernel.Tests.Gates;

/// <summary>Mistakes that the model must find.</summary>
internal enum Mistake
{
    None,
    GateTakenWithoutAcquire,
    GateOpenedWithoutRelease,
    GateOpenedBeforeTheThreadIsStored,
    GateKeptByARefusal,
    WriterTakesNoGates,
    WriterTakesOneGateTooFew,
    WriterTakesNoLock,
    WriterOpensGatesWithoutRelease,
    ReceiversCpuNotLookedAt,
    CallersCpuNotLookedAt,
    CpuLookedAtAfterThePartner,
    StopNotLookedAt,
    PortGivenByAStore,
    PortReadWithoutAcquire,
    ReceiverTakenOffWithoutRelease,
    ServerWrittenAfterTheReceiverIsTakenOff,
}
