// Tokens and the audit.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using RustKernel.Hil.Farm;

namespace RustKernel.Hil.FarmStore;

/// <content>Tokens and the audit.</content>
public sealed partial class SqlFarmStore
{
    private const long Minute = 60_000;

    private const string TokenColumns =
        "SELECT name, role, member_of AS MemberOf, created, created_by AS CreatedBy, used, revoked FROM token ";

    /// <inheritdoc/>
    public Task AddTokenAsync(TokenRequest request, string sha256, string who, CancellationToken cancel) => RunAsync(
        async transaction =>
        {
            string? known = await transaction.FirstAsync<string>(
                "SELECT role FROM token WHERE name = @Name AND revoked = 0",
                new { request.Name }).ConfigureAwait(false);
            if (known is not null)
            {
                throw new FarmRequestException($"{request.Name} has a token already, as {known}: revoke it first");
            }

            await transaction.AuditAsync(who, $"token for {request.Name}, as {request.Role}").ConfigureAwait(false);
            return await transaction.ExecuteAsync(
                "INSERT INTO token (name, role, sha256, member_of, created, created_by) "
                    + "VALUES (@Name, @Role, @sha256, @memberOf, @Now, @who)",
                new { request.Name, request.Role, sha256, memberOf = Words(request.Groups), transaction.Now, who }).ConfigureAwait(false);
        },
        cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<TokenView>> TokensAsync(CancellationToken cancel) => RunAsync<IReadOnlyList<TokenView>>(
        async transaction => [.. (await transaction.QueryAsync<TokenLine>(
            TokenColumns + "ORDER BY revoked, name, id",
            new { }).ConfigureAwait(false)).Select(line => line.ToView())],
        cancel);

    /// <inheritdoc/>
    public Task<bool> RevokeTokenAsync(string name, string who, CancellationToken cancel) => RunAsync(
        async transaction =>
        {
            await transaction.AuditAsync(who, $"revoked the token of {name}").ConfigureAwait(false);
            return await transaction.ExecuteAsync(
                "UPDATE token SET revoked = @Now WHERE name = @name AND revoked = 0",
                new { transaction.Now, name }).ConfigureAwait(false) > 0;
        },
        cancel);

    /// <inheritdoc/>
    public Task<TokenView?> FindTokenAsync(string sha256, CancellationToken cancel) => RunAsync<TokenView?>(
        async transaction =>
        {
            TokenLine? token = await transaction.FirstAsync<TokenLine>(
                TokenColumns + "WHERE sha256 = @sha256 AND revoked = 0",
                new { sha256 }).ConfigureAwait(false);
            if (token is not null && transaction.Now - token.Used > Minute)
            {
                await transaction.ExecuteAsync("UPDATE token SET used = @Now WHERE sha256 = @sha256", new { transaction.Now, sha256 })
                    .ConfigureAwait(false);
            }

            return token?.ToView();
        },
        cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<AuditView>> AuditAsync(int limit, CancellationToken cancel) => RunAsync(
        transaction => transaction.QueryAsync<AuditView>("SELECT at, who, what FROM audit ORDER BY id DESC LIMIT @limit", new { limit }),
        cancel);

    /// <summary>Groups as a column has them.</summary>
    private static string Words(IReadOnlyList<string>? groups) => string.Join(' ', (groups ?? []).Distinct().Order());

    private static string[] GroupsIn(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Keeps what a run did to its board.</summary>
    private static async Task AuditDeedsAsync(FarmTransaction transaction, RunRow row, FinishReport report)
    {
        foreach (Deed deed in report.Deeds ?? [])
        {
            await transaction.ExecuteAsync(
                "INSERT INTO audit (at, who, what) VALUES (@At, @Host, @what)",
                new { deed.At, row.Host, what = $"run {row.Id} on {row.Board}: {deed.What}" }).ConfigureAwait(false);
        }
    }

    private sealed record TokenLine
    {
        public string Name { get; init; } = "";

        public string Role { get; init; } = "";

        public string MemberOf { get; init; } = "";

        public long Created { get; init; }

        public string CreatedBy { get; init; } = "";

        public long Used { get; init; }

        public long Revoked { get; init; }

        public TokenView ToView() => new()
        {
            Name = Name,
            Role = Role,
            Groups = GroupsIn(MemberOf),
            Created = Created,
            CreatedBy = CreatedBy,
            Used = Used,
            Revoked = Revoked,
        };
    }
}
