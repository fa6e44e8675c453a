// How messages become JSON.

using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace RustKernel.Hil.Farm;

/// <summary>The messages' serializers, made when this is compiled.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(HostAnnouncement))]
[JsonSerializable(typeof(HostSession))]
[JsonSerializable(typeof(WorkRequest))]
[JsonSerializable(typeof(Assignment))]
[JsonSerializable(typeof(RenewRequest))]
[JsonSerializable(typeof(RenewReply))]
[JsonSerializable(typeof(FinishReport))]
[JsonSerializable(typeof(FinishReply))]
[JsonSerializable(typeof(JobRequest))]
[JsonSerializable(typeof(JobReceipt))]
[JsonSerializable(typeof(LogReceipt))]
[JsonSerializable(typeof(Refusal))]
[JsonSerializable(typeof(CancelReply))]
[JsonSerializable(typeof(MaintenanceRequest))]
[JsonSerializable(typeof(DrainRequest))]
[JsonSerializable(typeof(ScheduleRequest))]
[JsonSerializable(typeof(IReadOnlyList<ScheduleView>))]
[JsonSerializable(typeof(RoundView))]
[JsonSerializable(typeof(IReadOnlyList<RoundView>))]
[JsonSerializable(typeof(VerdictChange))]
[JsonSerializable(typeof(ReserveRequest))]
[JsonSerializable(typeof(ReserveReply))]
[JsonSerializable(typeof(IReadOnlyList<BoardView>))]
[JsonSerializable(typeof(IReadOnlyList<JobView>))]
[JsonSerializable(typeof(IReadOnlyList<RunView>))]
[JsonSerializable(typeof(PastRun))]
[JsonSerializable(typeof(IReadOnlyList<PastRun>))]
[JsonSerializable(typeof(IReadOnlyList<MetricPoint>))]
[JsonSerializable(typeof(BoardTrend))]
[JsonSerializable(typeof(IReadOnlyList<BoardTrend>))]
[JsonSerializable(typeof(ImportReply))]
[JsonSerializable(typeof(GroupRequest))]
[JsonSerializable(typeof(AccountRequest))]
[JsonSerializable(typeof(IReadOnlyList<AccountView>))]
[JsonSerializable(typeof(TokenRequest))]
[JsonSerializable(typeof(TokenReceipt))]
[JsonSerializable(typeof(IReadOnlyList<TokenView>))]
[JsonSerializable(typeof(IReadOnlyList<AuditView>))]
public sealed partial class FarmJson : JsonSerializerContext;
