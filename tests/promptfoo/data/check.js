// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
module.exports = (output, context) => {
    require('fs').writeFileSync('executed', output);
    return { pass: output.length >= context.config.least, score: 0.9, reason: 'counted' };
};
